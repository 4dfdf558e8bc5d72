import assert from "node:assert/strict";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("queue ends with exit code 1 after a fault that would occur again at every attempt", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  assert.equal((await intake.run("queue")).code, 0);
  const database = await intake.database();
  await database.sql.unsafe("alter table batch rename column passed_over_at to renamed");
  await database.close();
  dropStudy(intake.inbox, "ST-1", 1);
  const { code, stderr } = await intake.run("queue");
  assert.equal(code, 1, stderr);
  assert.match(stderr, /refill\.failed.*INTERNAL|INTERNAL.*refill\.failed/);
});
