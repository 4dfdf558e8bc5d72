#!/usr/bin/env bash
# Creates a minimal Debian in a directory: the clean machine for the tests in this folder.
# usage: clean_root.sh <directory>    (as root; needs the package debootstrap)
#
# Packages come from the mirror that this machine's apt uses. A complete root is not changed.
set -euo pipefail
root=$1
[ -e "$root/.whole" ] && exit 0
lists=$(find /etc/apt -name '*.list' -o -name '*.sources')
# shellcheck disable=SC2086
mirror=$(sed -nE 's/^URIs: *([^ ]+).*/\1/p; s/^deb (\[[^]]*\] *)?([^ ]+).*/\2/p' $lists | head -n 1)
debootstrap --variant=minbase --include=tini,systemd-sysv bookworm "$root" "$mirror" >"$root.log" 2>&1 ||
  { tail -n 5 "$root.log" >&2; exit 1; }
touch "$root/.whole"
