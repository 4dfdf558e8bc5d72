import assert from "node:assert/strict";
import { dropFolder } from "../../src/cli/demo/synthetic_study.ts";
import { debianServer, debianServerTools } from "../support/database/debian_server.ts";
import { ascii, encodeFile, plainEncodings } from "../support/dicom/encode_data_set.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { fixedKey } from "../support/program/outcome.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools, run } from "../support/tools.ts";

Deno.test("a key that others may read is refused before anything is made", async () => {
  using directory = tempDir();
  const key = fixedKey(directory.path);
  for (const mode of [0o604, 0o640, 0o644]) {
    Deno.chmodSync(key.DEID_KEY_FILE, mode);
    const intake = new IntakeUnderTest(directory.path, key);
    dropStudy(intake.inbox, `ST-${mode}`, mode);
    const { code, stderr } = await intake.run("queue");
    assert.equal(code, 2);
    assert.match(stderr, /can be read by other users\n.*\[KEY_FILE\]/s);
    assert.throws(() => Deno.statSync(`${directory.path}/output`), Deno.errors.NotFound);
  }
});

Deno.test("another key than the one that made a database's pseudonyms is refused", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  dropStudy(intake.inbox, "ST-1", 1);
  assert.equal((await intake.run("queue")).code, 0);
  dropStudy(intake.inbox, "ST-2", 2);
  intake.env["DEID_KEY_FILE"] = fixedKey(directory.path).DEID_KEY_FILE;
  const { code, stderr } = await intake.run("queue");
  assert.equal(code, 2);
  assert.match(stderr, /of this database's pseudonyms is missing/);
  delete intake.env["DEID_KEY_FILE"];
  assert.equal((await intake.run("queue")).code, 0);
});

Deno.test("a password on the command line is refused, and not repeated", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  for (const url of ["postgres://u:hunter2@127.0.0.1:1/x", "postgres://h/x?password=hunter2"]) {
    const { code, stderr } = await intake.run("status", "--database-url", url);
    assert.equal(code, 2);
    assert.match(stderr, /DATABASE_URL/);
    assert.doesNotMatch(stderr, /hunter2/);
  }
});

Deno.test({
  name: "neither password nor key is shown by any command, log, process or file of the state",
  ignore: missingTools(...debianServerTools),
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    const DATABASE_URL = server.url.replace("site@", "site:hunter2@");
    const env = { DATABASE_URL, LOG_LEVEL: "debug", SETTLE: "0", ...fixedKey(directory.path) };
    const intake = new IntakeUnderTest(directory.path, env);
    dropStudy(intake.inbox, "ST-1", 1);
    await using watch = intake.start("watch");
    await watch.untilEnded(1);
    const shown = [await run("ps", ["-eo", "args"]), JSON.stringify(watch.log)];
    for (const args of [["status"], ["status", "--json"], ["errors"], ["metrics"]] as const) {
      const [name, ...flags] = args;
      const { stdout, stderr } = await intake.run(name, ...flags);
      shown.push(stdout, stderr);
    }
    await watch.stop();
    shown.push(
      ...filesBelow(intake.stateDir).map((path) =>
        Deno.readTextFileSync(`${intake.stateDir}/${path}`)
      ),
    );
    for (const text of shown) assert.doesNotMatch(text, /hunter2|0123456789abcdef0123/);
  },
});

Deno.test("crafted UIDs are no paths, even where UIDs are retained", async () => {
  using directory = tempDir();
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const uids = [
    "../../../escaped",
    "/tmp/escaped",
    "..",
    "1.2/../../3",
    "1..2",
    "a\\..\\b",
    "1".repeat(65),
  ];
  const intake = new IntakeUnderTest(directory.path, {
    SETTLE: "0",
    RETAIN_UIDS: "true",
    GATE: "warn",
  });
  dropFolder(
    intake.inbox,
    "ST-1",
    uids.map((uid, at) => {
      const elements = [0x00080018, 0x0020000d, 0x0020000e].map((tag) => ascii(tag, "UI", uid));
      return { name: `${at}.dcm`, bytes: encodeFile(elements, explicit) };
    }),
  );
  const before = filesBelow(directory.path, (name) => name !== "state");
  assert.equal((await intake.run("queue")).code, 0);
  const after = filesBelow(directory.path, (name) => name !== "state");
  const made = after.filter((path) => !before.includes(path));
  assert.equal(made.length, uids.length + 1);
  for (const path of made) {
    assert.match(
      path,
      /^output\/B-\w+\/(manifest\.jsonl|2\.25\.\d+\/2\.25\.\d+\/2\.25\.\d+\.dcm)$/,
    );
  }
});
