/** Commands that are not run in the sandbox: how they start, and the reason. */
export const exceptions: readonly (readonly [start: string, reason: string])[] = [
  ["npx -y deno@2.9.6 task test", "would run this test within itself"],
  ["deno task test", "would run this test within itself, or take an hour"],
  ["deno task bench", "takes minutes; its figures are in the documents"],
  ["npx -y deno@2.9.6 task check", "is a step of .ci/run"],
  ["npx -y deno@2.9.6 install", "changes the packages that other tests use; is a step of .ci/run"],
  ["apt-get install ", "installs programs; .ci/run installs those that are missing"],
  ["npm i -g deno", "installs a program; deploy/try/clean_root_test.ts runs it on a clean machine"],
  ["docker ", "there is no engine; deploy/try/container.sh builds and runs the image"],
  ["kubectl ", "there is no cluster; test/deploy/manifests_test.ts checks the manifests"],
];

/** Documents, or sections of documents, whose commands another test runs. */
export const elsewhere: Readonly<Record<string, string>> = {
  "docs/install.md#npx": "deploy/try/clean_root_test.ts",
  "docs/install.md#The command dicom-intake": "test/system/npm_command_test.ts",
  "docs/install.md#systemd": "deploy/try/clean_root_test.ts",
  "docs/install.md#Container": "deploy/try/clean_root_test.ts",
  "docs/install.md#One program": "deploy/try/one_program.ts",
};

const drop = (name: string): string =>
  `cp -R "$SANDBOX/path/to/images" "$DATA_BASE/${name}.tmp1"
  mv "$DATA_BASE/${name}.tmp1" "$DATA_BASE/${name}"\n`;
const serving = `"$REAL_DENO" task serve 2>"$SANDBOX/serve.log" & serving=$!
  until grep -q web.started "$SANDBOX/serve.log"; do
    kill -0 $serving || cat "$SANDBOX/serve.log"; sleep 0.1; done\n`;
const done = (options: string): string => `deno task status --json ${options} | grep '"DONE": 1'\n`;

/** Commands that run before and after those of a section: they create what its text assumes. */
export const around: Readonly<Record<string, { before?: string; after?: string }>> = {
  "docs/database.md#The database": {
    before: "deno task watch --detach",
    after: "deno task stop",
  },
  "docs/backup-and-upgrade.md#The private server": {
    before: `export BACKUPS=$SANDBOX/backups NEW_STATE_DIR=$SANDBOX/restored; mkdir "$BACKUPS"
      rm -r "$DATA_BASE/1_2"\n${drop("ST-1")}deno task queue\ndeno task watch --detach`,
    after: `${done('--state-dir "$NEW_STATE_DIR"')}deno task stop`,
  },
  "docs/backup-and-upgrade.md#A server given by URL": {
    before: `export DATABASE_URL=$SERVER_URL NEW_DATABASE_URL=\${SERVER_URL/%postgres/restored}
      export DEID_KEY_FILE=$STATE_DIR/deid.key; psql "$SERVER_URL" -c 'create database restored'
      deno task queue`,
    after: `DATABASE_URL=$NEW_DATABASE_URL ${done("")}`,
  },
  "docs/delivery.md#Directories and archives": {
    before: `mkdir -p "$SANDBOX/data/archives" "$SANDBOX/data/research"; unset DELIVER_CREDENTIALS
      PACK=tar.gz DELIVER_TO=file://$SANDBOX/data/archives deno task queue --subfolder 1_2
      cd "$SANDBOX/data/archives"; ln -s B-*.tar.gz.sha256 "B-8JH9….tar.gz.sha256"`,
    after: "cd -",
  },
  "docs/delivery.md#Receipts and `reconcile`": {
    before: `export DELIVER_TO=file:///data/research
      export STATE_DIR=$SANDBOX/another-state OUTPUT_BASE=$SANDBOX/another-output\n${
      drop("ST-1")
    }deno task queue`,
  },
  "docs/delivery.md#A Batch that is processed again": {
    before: "deno task watch --detach",
    after: "deno task stop",
  },
  "docs/receive.md#C-STORE: storescp": {
    after: 'storescu -v +sd 127.0.0.1 11112 "$SANDBOX/path/to/images" || true; kill %1',
  },
  "docs/receive.md#C-MOVE: movescu": {
    before: `export PACS_PORT=11119; mkdir "$SANDBOX/archive"
      printf '%s\\n' "NetworkTCPPort = $PACS_PORT" 'MaxPDUSize = 16384' 'MaxAssociations = 16' \
        'HostTable BEGIN' 'intake = (INTAKE, 127.0.0.1, 11113)' 'HostTable END' \
        'AETable BEGIN' "PACS $SANDBOX/archive RW (9, 1024mb) ANY" 'AETable END' \
        >"$SANDBOX/pacs.cfg"
      dcmqrscp -c "$SANDBOX/pacs.cfg" & pacs=$!
      until storescu -aec PACS +sd 127.0.0.1 $PACS_PORT "$SANDBOX/path/to/images" 2>/dev/null; do
        kill -0 $pacs; done
      STUDY=$(dcmdump +P StudyInstanceUID "$SANDBOX"/path/to/images/IMG0001.dcm |
        sed -E 's/.*\\[(.*)\\].*/\\1/')`,
    after: 'kill $pacs; [ "$(ls "$DATA_BASE/ST-000007" | wc -l)" = 2 ]',
  },
  "docs/web.md#The API": {
    before: `TOKEN=none WEB_LISTEN=127.0.0.1:8480; unset WEB_USERS\n${serving}`,
    after: "kill $serving",
  },
};
