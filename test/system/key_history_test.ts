import assert from "node:assert/strict";
import { dropFolder } from "../../src/cli/demo/synthetic_study.ts";
import { createKeyFile } from "../../src/deidentify/pseudonyms/key_ring.ts";
import { PseudonymKey } from "../../src/deidentify/pseudonyms/pseudonym_key.ts";
import { exists } from "../../src/system/paths.ts";
import { smallImage } from "../support/dicom/small_image.ts";
import { digests } from "../support/files/output_tree.ts";
import { failAt } from "../support/host/strace.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

interface Row {
  readonly uid: string;
  readonly code: string;
  readonly key: string;
  readonly status: string;
}

async function rows(intake: IntakeUnderTest): Promise<Row[]> {
  const database = await intake.database();
  try {
    return [
      ...await database.sql<Row[]>`
        select uid, code, key_fingerprint as key, status from batch order by uid`,
    ];
  } finally {
    await database.close();
  }
}

async function patients(intake: IntakeUnderTest): Promise<string[]> {
  const database = await intake.database();
  try {
    const found = await database.sql<{ pseudonym: string }[]>`
      select pseudonym from identity.patient`;
    return found.map(({ pseudonym }) => pseudonym);
  } finally {
    await database.close();
  }
}

Deno.test("a key is rotated: each Batch keeps its own, and every pseudonym is found again", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { LOG_LEVEL: "debug" });
  const drop = (name: string, study: string): void =>
    void dropFolder(intake.inbox, name, [
      smallImage({ patient: "JANE", study, instance: `${study}.1.1` }),
    ]);
  drop("ST-1", "1.2.55");
  assert.equal((await intake.run("queue")).code, 0);
  const unfinished = `${intake.stateDir}/deid.key.next.0123456789abcdef.new`;
  Deno.writeTextFileSync(unfinished, "of a rotation that was killed");
  const rotated = await intake.run("rotate-key", "--yes");
  assert.equal(rotated.code, 0, rotated.stderr);
  assert.equal((await intake.run("project", "accept")).code, 0);
  assert.equal(exists(unfinished), false);
  drop("ST-2", "1.2.56");
  assert.equal((await intake.run("queue")).code, 0);

  const [first, second] = await rows(intake);
  assert.ok(first && second);
  assert.notEqual(first.key, second.key);
  assert.ok(rotated.stdout.includes(first.key) && rotated.stdout.includes(second.key));
  const pseudonyms = await patients(intake);
  assert.equal(pseudonyms.length, 2, "another key, another pseudonym");
  for (const pseudonym of pseudonyms) {
    assert.match((await intake.run("reidentify", pseudonym)).stdout, /JANE/);
  }

  const output = `${directory.path}/output/${first.code}`;
  const before = await digests(output);
  assert.match((await intake.run("retry", "ST-1")).stdout, new RegExp(first.key), "it is named");
  assert.match((await intake.run("queue")).stderr, new RegExp(`"keyFingerprint":"${first.key}"`));
  assert.deepEqual(await digests(output), before, "done again, it has the same bytes");

  const retired = `${intake.stateDir}/deid.key.${first.key}`;
  const kept = Deno.readTextFileSync(retired);
  Deno.removeSync(retired);
  await intake.run("retry", "ST-1");
  assert.equal((await intake.run("queue")).code, 1);
  assert.match((await intake.run("errors")).stdout, new RegExp(`KEY_FILE.*${first.key}`));
  Deno.writeTextFileSync(retired, kept, { mode: 0o600 });
  await intake.run("retry", "ST-1");
  assert.equal((await intake.run("queue")).code, 0);
  assert.deepEqual(await digests(output), before);

  await intake.run("retry", "--new-key", "ST-1");
  assert.equal((await intake.run("queue")).code, 0);
  assert.deepEqual((await rows(intake)).map(({ key }) => key), [second.key, second.key]);
  assert.notDeepEqual(await digests(output), before);
});

Deno.test("a key is not rotated under a process that works with it, nor read under a wrong name", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  await using watch = intake.start("watch");
  await watch.until(({ event }) => event === "inbox.found");
  assert.equal((await intake.run("rotate-key", "--yes")).code, 2);
  await watch.stop();
  Deno.copyFileSync(`${intake.stateDir}/deid.key`, `${intake.stateDir}/deid.key.0123456789abcdef`);
  const refused = await intake.run("queue");
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /KEY_FILE/);
});

Deno.test("a key is not rotated when a file has its retired name and another content", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  const key = `${intake.stateDir}/deid.key`;
  Deno.mkdirSync(intake.stateDir);
  const { fingerprint } = new PseudonymKey(createKeyFile(key));
  const before = Deno.readTextFileSync(key);
  Deno.writeTextFileSync(`${key}.${fingerprint}`, "cut o", { mode: 0o600 });
  const refused = await intake.run("rotate-key", "--yes");
  assert.equal(refused.code, 2, refused.stderr);
  assert.equal(Deno.readTextFileSync(key), before, "no other file has it");
});

Deno.test({
  name: "a key takes no other's place before both are durable",
  ignore: missingTools("strace"),
  async fn() {
    using directory = tempDir();
    const intake = new IntakeUnderTest(directory.path);
    const key = `${intake.stateDir}/deid.key`;
    Deno.mkdirSync(intake.stateDir);
    const made = createKeyFile(key);
    const refusal = failAt({ call: "fsync", path: intake.stateDir }, "EIO");
    await using rotation = intake.startUnder(refusal, "rotate-key", ["--yes"]);
    assert.equal((await rotation.status()).code, 3);
    assert.deepEqual(createKeyFile(key), made);
  },
});

Deno.test("a key is not rotated without a confirmation", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  const key = `${intake.stateDir}/deid.key`;
  Deno.mkdirSync(intake.stateDir);
  createKeyFile(key);
  const before = Deno.readTextFileSync(key);
  const { code, stderr } = await intake.run("rotate-key");
  assert.equal(code, 2);
  assert.match(stderr, /was not replaced, because this was not confirmed\n.*rotate-key --yes/);
  assert.equal(Deno.readTextFileSync(key), before);
});
