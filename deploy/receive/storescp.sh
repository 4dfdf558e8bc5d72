#!/bin/sh
# Receives images by C-STORE with storescp of DCMTK, one folder for each study. A folder is finished
# when no image of its study has arrived for some seconds, or when an image of another study arrives.
# usage: storescp.sh <inbox> <port> [<seconds>]
#
# Studies are received in <inbox>/.receiving: hidden folders are never imported, and the last step is
# a rename within one file system. After a crash, the next start finishes the remaining folders.
set -eu
inbox=$1 port=$2 seconds=${3:-30}
here=$(dirname "$(readlink -f "$0")")
mkdir -p "$inbox/.receiving"
inbox=$(readlink -f "$inbox")
"$here/finish.sh" "$inbox"
cd "$inbox/.receiving"
exec storescp --output-directory . --sort-on-study-uid ST --unique-filenames \
  --eostudy-timeout "$seconds" --exec-sync --exec-on-eostudy "$here/finish.sh .. #p" "$port"
