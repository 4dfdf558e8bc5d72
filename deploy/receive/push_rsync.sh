#!/bin/sh
# Copies a folder with rsync, on this or to another machine, and renames it there when it is
# complete. The command can be repeated: rsync continues an interrupted transfer.
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
