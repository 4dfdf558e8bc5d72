#!/bin/sh
# Moves complete studies from <inbox>/.receiving into the inbox, by a rename.
# usage: finish.sh <inbox> [<study folder in .receiving>...]     (default: all)
#
# A study that is sent again gets another folder, with the first free number.
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
