#!/bin/sh
# Receives images by C-STORE with DCMTK's storescp, one folder per study. A folder is finished when no
# image of its study has arrived for some seconds, or when the sender continues with another study.
# usage: storescp.sh <inbox> <port> [<seconds>]
#
# Incoming studies are in <inbox>/.receiving: hidden folders are never processed, and the last step is
# a rename within one file system. Studies that a killed receiver left there are finished at the next
# start.
set -eu
inbox=$1 port=$2 seconds=${3:-30}
here=$(dirname "$(readlink -f "$0")")
mkdir -p "$inbox/.receiving"
inbox=$(readlink -f "$inbox")
"$here/finish.sh" "$inbox"
cd "$inbox/.receiving"
exec storescp --output-directory . --sort-on-study-uid ST --unique-filenames \
  --eostudy-timeout "$seconds" --exec-sync --exec-on-eostudy "$here/finish.sh .. #p" "$port"
