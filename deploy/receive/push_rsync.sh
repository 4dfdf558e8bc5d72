#!/bin/sh
# Sends a folder with rsync to an inbox on this or another machine, and renames it there when all
# files have arrived. After an interruption, run it again: rsync continues.
# usage: push_rsync.sh <folder> <inbox>        the inbox: /path, or host:/path (by ssh)
set -eu
folder=$1 inbox=$2
name=$(basename "$folder")
case $inbox in
  *:*) host=${inbox%%:*} path=${inbox#*:} ;;
  *) host='' path=$inbox ;;
esac
rsync --archive --fsync "$folder/" "$inbox/$name.tmp-rsync/"
if [ -z "$host" ]; then
  mv -T "$path/$name.tmp-rsync" "$path/$name"
else
  ${RSYNC_RSH:-ssh} "$host" "mv -T '$path/$name.tmp-rsync' '$path/$name'"
fi
