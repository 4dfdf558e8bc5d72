import assert from "node:assert/strict";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { fixedKey } from "../support/program/outcome.ts";
import { tempDir } from "../support/temp_dir.ts";

/** A catalogue that refuses one folder, as one of another encoding would. */
async function refusing(intake: IntakeUnderTest, uid: string): Promise<void> {
  const database = await intake.database();
  await database.sql.unsafe(`
    create function refuse() returns trigger language plpgsql as $$ begin
      raise exception 'no such character' using errcode = '22P05';
    end $$;
    create trigger refuse before insert on batch for each row when (new.uid = '${uid}')
      execute function refuse()`);
  await database.close();
}

async function statusesIn(intake: IntakeUnderTest): Promise<unknown> {
  const { sql, close } = await intake.database();
  const rows = await sql`select uid, status from batch order by uid`;
  await close();
  return rows.map(({ uid, status }) => `${uid} ${status}`);
}

Deno.test("watch reports a folder that PostgreSQL refuses once, and imports the others", async () => {
  using directory = tempDir();
  const env = { SETTLE: "0", SCAN_EVERY: "0.2s", ...fixedKey(directory.path) };
  const intake = new IntakeUnderTest(directory.path, env);
  await refusing(intake, "ST-2");
  for (const number of [1, 2, 3]) dropStudy(intake.inbox, `ST-${number}`, number);
  await using watch = intake.start("watch");
  await watch.untilEnded(2);
  dropStudy(intake.inbox, "ST-4", 4);
  await watch.untilEnded(3);
  assert.equal((await watch.stop()).code, 0);
  const refusals = watch.log.filter(({ event }) => event === "folder.refused");
  assert.deepEqual(refusals.map(({ code }) => code), ["ROW_REFUSED"]);
  assert.ok(!JSON.stringify(watch.log).includes("ST-2"));
  assert.deepEqual(await statusesIn(intake), ["ST-1 DONE", "ST-3 DONE", "ST-4 DONE"]);
});

Deno.test("queue --number takes the next folders where PostgreSQL refuses the oldest", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", ...fixedKey(directory.path) });
  await refusing(intake, "ST-1");
  for (const number of [1, 2, 3]) {
    const folder = dropStudy(intake.inbox, `ST-${number}`, number);
    Deno.utimeSync(folder, number, number);
  }
  const { code, stderr } = await intake.run("queue", "--number", "1");
  assert.equal(code, 0, stderr);
  assert.deepEqual(await statusesIn(intake), ["ST-2 DONE"]);
  assert.equal(stderr.match(/ROW_REFUSED/g)?.length, 1);
});
