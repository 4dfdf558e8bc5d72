#!/bin/sh
# Receives by C-STORE with DCMTK's storescp, a folder a study, and finishes a folder when nothing
# more of its study came for some seconds, or the sender went on to another study.
# usage: storescp.sh <inbox> <port> [<seconds>]
#
# Studies grow in <inbox>/.receiving: hidden folders are never taken, and the last step is a
# rename within one file system. What a killed receiver left is finished at the next start.
set -eu
inbox=$1 port=$2 seconds=${3:-30}
here=$(dirname "$(readlink -f "$0")")
mkdir -p "$inbox/.receiving"
inbox=$(readlink -f "$inbox")
"$here/finish.sh" "$inbox"
cd "$inbox/.receiving"
exec storescp --output-directory . --sort-on-study-uid ST --unique-filenames \
  --eostudy-timeout "$seconds" --exec-sync --exec-on-eostudy "$here/finish.sh .. #p" "$port"
