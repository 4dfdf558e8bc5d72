#!/usr/bin/env bash
# Dumps the catalogue of a release for the upgrade test: runs the program of a checkout on two
# synthetic studies and a note, delivers them to a directory, and dumps the database (PostgreSQL of
# Debian).
# usage: dump_release.sh <checkout> <dump.sql>     (as root or any user that has initdb)
set -euo pipefail
checkout=$(realpath "$1") dump=$(realpath -m "$2")
here=$(realpath "$(dirname "$0")")
bin=/usr/lib/postgresql/15/bin
work=$(mktemp -d)
chmod 755 "$work"
as_server() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
mkdir "$work/db" "$work/target"
if [ "$(id -u)" = 0 ]; then chown postgres "$work/db"; fi
as_server "$bin/initdb" -D "$work/db" -U site -A trust >/dev/null
as_server "$bin/pg_ctl" start -D "$work/db" -w -s -l "$work/db/log" -o "-c listen_addresses=127.0.0.1 -p 54987 -k $work/db"
trap 'as_server "$bin/pg_ctl" stop -D "$work/db" -m immediate -s; rm -rf "$work"' EXIT

export DATA_BASE=$work/inbox OUTPUT_BASE=$work/output STATE_DIR=$work/state LOG_LEVEL=error SETTLE=0
export DATABASE_URL=postgres://site@127.0.0.1:54987/postgres DEID_KEY_FILE=$work/key MIN_FREE=0
export DELIVER_TO=file://$work/target
printf '0123456789abcdef%.0s' 1 2 3 4 >"$work/key" && chmod 600 "$work/key"
for study in ST-000001 ST-000002; do
  deno run --quiet --allow-read --allow-write "$here/drop_study.ts" "$work/inbox" "$study"
done
echo 'no image' >"$work/inbox/ST-000002/note.txt"
deno run --quiet --no-prompt --allow-all "$checkout/main.ts" queue
# the base is a directory of this machine
as_server "$bin/pg_dump" -h "$work/db" -p 54987 -U site --no-owner --inserts postgres |
  sed -e "s#$work#/srv#g" -e '/^--/d' -e '/^$/d' -e '/^.restrict/d' -e '/^.unrestrict/d' >"$dump"
wc -c "$dump"
