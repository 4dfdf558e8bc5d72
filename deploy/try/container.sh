#!/usr/bin/env bash
# Builds the image and runs it, without a container engine and without an image registry: buildah
# (chroot isolation) builds it on a local replacement of the official Deno image, and namespaces run
# it like an engine: read-only root file system, no network, the user, entry point and health check
# of the image. Succeeds when a folder from /data has arrived in /output, SIGTERM has ended the
# container cleanly, and the next container continues with its state.
# usage: container.sh <clean root> <scratch directory>   (as root; see clean_root.sh)
# shellcheck disable=SC2086 # lists of words from the image's configuration
set -euo pipefail
root=$(realpath "$1")
mkdir -p "$2"
scratch=$(realpath "$2")
here=$(realpath "$(dirname "$0")")
source=$(realpath "$here/../..")
base=localhost/deno-stand-in image=localhost/dicom-intake
buildah() { command buildah --root "$scratch/images" --runroot "$scratch/images-run" "$@"; }
export BUILDAH_ISOLATION=chroot
mkdir -p "$scratch"/{data,output,state}

echo "== a stand-in for the official image: its Deno, its user, its tini"
stand_in=$(buildah from scratch)
buildah copy --quiet "$stand_in" "$root" / >/dev/null
buildah copy --quiet "$stand_in" "$(deno eval --quiet 'console.log(Deno.execPath())')" /usr/bin/deno >/dev/null
buildah run "$stand_in" -- sh -c 'useradd --uid 1993 --user-group deno && cp /usr/bin/tini /tini'
buildah commit --quiet --rm "$stand_in" "$base" >/dev/null

echo "== the image"
buildah build --quiet --network host --format docker --build-arg "DENO_IMAGE=$base" \
  ${NODE_EXTRA_CA_CERTS:+--secret "id=ca,src=$NODE_EXTRA_CA_CERTS"} --tag "$image" "$source" >"$scratch/build.log" 2>&1 || { tail -n 5 "$scratch/build.log" >&2; exit 1; }
field() { buildah inspect --type image --format "{{$1}}" "$image"; }
words() { field "range .Docker.Config.$1}}{{.}} {{end"; }
user=$(field .Docker.Config.User)
entrypoint=$(words Entrypoint)
command=$(words Cmd)
health=$(words Healthcheck.Test | sed 's/^CMD //')
environment=$(words Env)
echo "user $user, runs: $entrypoint $command, health: $health"
[ "$user" = deno ] && [ "$(field 'len .Docker.Config.Volumes')" = 3 ]
[ "$(field 'index .Docker.Config.Labels "org.opencontainers.image.title"')" = dicom-intake ]

container=$(buildah from "$image")
mounted=$(buildah mount "$container")
clean_up() {
  [ -z "${first:-}" ] || kill -KILL "$first" 2>/dev/null || true
  buildah rm --all >/dev/null
  umount "$scratch/images/overlay" 2>/dev/null || true
}
trap clean_up EXIT
chown 1993:1993 "$scratch/output" "$scratch/state"

# Runs a command like an engine: read-only root, volumes, no network, no privileges.
run() {
  # shellcheck disable=SC2016
  unshare --mount --pid --fork --net --uts -- bash -euc '
    mounted=$1 scratch=$2; shift 2
    mount --make-rprivate / && mount --bind "$mounted" "$mounted"
    for volume in data output state; do mount --bind "$scratch/$volume" "$mounted/$volume"; done
    mount -t proc proc "$mounted/proc" && mount --bind /dev "$mounted/dev"
    mount -t tmpfs tmpfs "$mounted/dev/shm" && mount -o remount,bind,ro "$mounted/data"
    mount -o remount,bind,ro "$mounted"
    ip link set lo up
    exec setpriv --bounding-set=-all,+setuid,+setgid,+sys_chroot --no-new-privs \
      chroot --userspec=deno:deno "$mounted" "$@"' run "$mounted" "$scratch" \
    env -i $environment "$@"
}
# Runs a command inside the running container.
inside() {
  nsenter --target "$first" --mount --pid --net -- \
    chroot --userspec=deno:deno "$mounted" env -i $environment "$@"
}
until_true() {
  for _ in $(seq 300); do "$@" >/dev/null 2>&1 && return; sleep 0.2; done
  echo "not in time: $*" >&2; tail -n 5 "$scratch/container.log" >&2
  exit 1
}
arrived() { [ "$(find "$scratch/output" -name '*.dcm' | wc -l)" = "$1" ]; }
drop() { deno run --quiet --allow-read --allow-write "$source/scripts/drop_study.ts" "$scratch/data" "$1"; }

echo "== the container: a folder dropped into /data"
run $entrypoint $command --serve 2>"$scratch/container.log" &
started=$!
child() { pgrep --parent "$1"; }
grandchild() { child "$(child "$1")"; } # the child of unshare, which is the child of this shell: process 1 of the container
until_true grandchild "$started"
first=$(grandchild "$started")
until_true inside $health
drop ST-000001
until_true arrived 3
if inside touch /app/written 2>/dev/null; then echo "the root is not read-only" >&2; exit 1; fi
# the page and everything that it loads must be in the image
inside deno eval --quiet '
  const page = "http://127.0.0.1:8480";
  const text = await (await fetch(page)).text();
  const [, assets] = /(\/assets\/[0-9a-f]+\/)/.exec(text);
  for (const name of ["style.css", "htmx.js", "sse.js", "stack_viewer.mjs"]) {
    const { ok, status } = await fetch(page + assets + name);
    if (!ok) throw new Error(`${name}: ${status}`);
  }
  if (!(await fetch(page + "/readyz")).ok) throw new Error("not ready");'
echo "3 images have arrived, the page is served; SIGTERM"
kill -TERM "$first"
wait "$started"
grep -q '"watch.stopped"' "$scratch/container.log"
[ ! -e "$scratch/state/database/postmaster.pid" ]

echo "== the next container, on the same state"
drop ST-000002
run $entrypoint queue 2>>"$scratch/container.log"
until_true arrived 6
echo "6 images have arrived"
