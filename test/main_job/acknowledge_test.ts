import assert from "node:assert/strict";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("acknowledge takes a folder from errors and status with a note, until it is undone", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  const folder = dropStudy(intake.inbox, "ST-1", 1, 2);
  Deno.writeTextFileSync(`${folder}/report.txt`, "a note");
  assert.equal((await intake.run("queue")).code, 0);
  assert.match((await intake.run("errors")).stdout, /NOT_DICOM/);
  for (const wrong of [[], ["ST-1"], ["--note", "x"], ["ST-1", "--all", "--note", "x"]]) {
    const { code, stderr } = await intake.run("acknowledge", ...wrong);
    assert.equal(code, 2, stderr);
  }
  const done = await intake.run("acknowledge", "ST-1", "ST-2", "--note", "a report, no image");
  assert.equal(done.code, 2, "ST-2 is unknown");
  assert.match(done.stdout, /ST-1 .*B-\w+ .*acknowledged/);
  assert.match(done.stderr, /argument 2/);
  assert.equal((await intake.run("errors")).stdout, "no errors\n");
  assert.match(
    (await intake.run("errors", "ST-1")).stdout,
    /acknowledged by the command acknowledge, .*: a report, no image/,
  );
  assert.match((await intake.run("errors", "--acknowledged")).stdout, /NOT_DICOM/);
  const status = JSON.parse((await intake.run("status", "--json")).stdout);
  assert.deepEqual([status.attention, status.acknowledged], [0, 1]);
  assert.match((await intake.run("acknowledge", "ST-1", "--undo")).stdout, /needs attention again/);
  assert.match((await intake.run("errors")).stdout, /NOT_DICOM/);
  const all = await intake.run("acknowledge", "--all", "--note", "a drill");
  assert.match(all.stdout, /acknowledged: 1 Batches/);
});

Deno.test("accounts lists accounts and tokens without secrets", async () => {
  using directory = tempDir();
  const users = `${directory.path}/users`;
  const intake = new IntakeUnderTest(directory.path, { WEB_USERS: users });
  const token = (await intake.run("web-user", "prometheus", "--token")).stdout.trim();
  const made = await intake.run("web-user", "root", "--token", "--role", "administrator");
  assert.equal(made.code, 0, made.stderr);
  const { stdout } = await intake.run("accounts");
  assert.match(stdout, /prometheus .*token .*reader .*never/);
  assert.match(stdout, /root .*token .*administrator .*never/);
  assert.equal(stdout.includes(token), false);
  assert.doesNotMatch(stdout, /sha256/);
  const lines = JSON.parse((await intake.run("accounts", "--json")).stdout);
  assert.deepEqual(Object.keys(lines[0]), ["kind", "name", "role", "usedAt"]);
});
