import assert from "node:assert/strict";
import { figure } from "../support/figures.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

interface Told {
  readonly event: string;
  readonly code?: string;
  readonly reason?: string;
  readonly hint?: string;
}

Deno.test("of two workers with different settings one processes, and the other says how to change that", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", SCAN_EVERY: "0.5s" });
  await using first = intake.start("watch");
  dropStudy(intake.inbox, "ST-1", 1);
  await first.untilEnded(1);
  await using second = intake.start("watch", [], { GATE: "warn", AFTER: "archive" });
  const told: Told = await second.until(({ event }) => event === "settings.rejected");
  assert.equal(told.code, "PROJECT_DIFFERS");
  assert.match(told.reason ?? "", /AFTER, GATE$/);
  assert.match(told.hint ?? "", /deno task project accept/);
  const { stdout: status } = await intake.run("status");
  assert.match(
    status,
    /settings: +version 1 .*does not process anything, because its settings differ in AFTER, GATE/,
  );
  await first.stop();
  dropStudy(intake.inbox, "ST-2", 2);
  const queue = await intake.run("queue", "--gate", "warn", "--after", "archive");
  assert.equal(queue.code, 2, "a command that ends does not wait");
  assert.match(queue.stderr, /AFTER, GATE.*\n.*PROJECT_DIFFERS/);
  assert.ok(Deno.statSync(`${intake.inbox}/ST-2`).isDirectory, "nothing was processed");

  const shown = await intake.run("project", "show", "--gate", "warn", "--after", "archive");
  assert.match(shown.stdout, /AFTER.*keep.*archive.*differs/);
  const accepted = await intake.run("project", "accept", "--gate", "warn", "--after", "archive");
  assert.match(accepted.stdout, /version 2 .* is now in force; changed: AFTER, GATE/);
  await second.untilEnded(1);
  await second.stop();
  const database = await intake.database();
  const batches = await database.sql`
    select uid, status, project_version from batch order by uid`;
  await database.close();
  assert.deepEqual([...batches].map((one) => Object.values(one)), [
    ["ST-1", "DONE", 1],
    ["ST-2", "DONE", 2],
  ]);
  figure("processes with other settings, which processed nothing", 2);
});

Deno.test("a changed recipe is another setting, the same text in another file is not", async () => {
  using directory = tempDir();
  const [one, same, other] = ["one", "same", "other"].map((name) => `${directory.path}/${name}`);
  const rule = (value: string): string =>
    `FORMAT dicom\n%filter graylist\nLABEL of ${value}\nequals Manufacturer ${value}\n`;
  Deno.writeTextFileSync(one ?? "", rule("none"));
  Deno.writeTextFileSync(same ?? "", rule("none"));
  Deno.writeTextFileSync(other ?? "", rule("any"));
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  dropStudy(intake.inbox, "ST-1", 1, 1);
  assert.equal((await intake.run("queue", "--recipe", one ?? "")).code, 0);
  assert.equal((await intake.run("queue", "--recipe", same ?? "")).code, 0);
  const { code, stderr } = await intake.run("queue", "--recipe", other ?? "");
  assert.equal(code, 2);
  assert.match(stderr, /differ from those of the project in RECIPE\n/);
});
