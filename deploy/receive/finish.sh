#!/bin/sh
# Moves studies that are whole from <inbox>/.receiving into the inbox, by rename.
# usage: finish.sh <inbox> [<study folder in .receiving>...]     (none named: all)
#
# The same study sent again gets a folder of its own: its number is the first that is free.
set -eu
inbox=$1
shift
[ $# -gt 0 ] || set -- "$inbox"/.receiving/*/
for study; do
  [ -d "$study" ] || continue
  name=$(basename "$study")
  number=1
  while [ -e "$inbox/$name-$number" ]; do number=$((number + 1)); done
  mv -T "$study" "$inbox/$name-$number"
done
