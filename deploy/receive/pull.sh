#!/bin/sh
# Fetches one study from an archive by C-MOVE with DCMTK's movescu, and puts it into the inbox.
# usage: pull.sh <inbox> <folder name> <StudyInstanceUID> <archive's AE title> <host> <port>
#
# The archive must know this machine: AE title INTAKE, port 11113 (INTAKE_TITLE, INTAKE_PORT). The
# folder gets its final name only when the archive reports that all images were sent.
set -eu
inbox=$1 name=$2 study=$3 title=$4 host=$5 port=$6
mine=${INTAKE_TITLE:-INTAKE}
unfinished="$inbox/$name.tmp$$"
mkdir "$unfinished"
trap 'rm -rf "$unfinished"' EXIT
movescu --study --aetitle "$mine" --move "$mine" --call "$title" --port "${INTAKE_PORT:-11113}" \
  --output-directory "$unfinished" \
  --key QueryRetrieveLevel=STUDY --key "StudyInstanceUID=$study" "$host" "$port"
[ -n "$(ls "$unfinished")" ] || { echo "the archive sent nothing of this study" >&2; exit 1; }
mv -T "$unfinished" "$inbox/$name"
