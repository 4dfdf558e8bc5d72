import assert from "node:assert/strict";
import { readNotes } from "../../src/output/processing_notes.ts";
import { costlyFiles } from "../support/dicom/costly_files.ts";
import { figure } from "../support/figures.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { hangAt } from "../support/host/strace.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

/** Waits until a thread processes this file for this claim of a Batch, as the notes say. */
async function untilProcessing(output: string, claim: number, fileNumber: number): Promise<void> {
  for (let look = 0; look < 6_000; look++) {
    for (const { name } of Deno.readDirSync(output)) {
      if (!name.endsWith(`.tmp${claim}`)) continue; // notes of a claim before are evidence
      if ((await readNotes(`${output}/${name}`)).files.includes(fileNumber)) return;
    }
    await new Promise((done) => setTimeout(done, 5));
  }
  assert.fail("the file was never processed");
}

/** Longer than this test waits for anything: a thread that opens the file is in it at the kill. */
const hangSeconds = 300;

Deno.test({
  name: "a file that kills the process three times is skipped; " +
    "its neighbours and other Batches are done",
  ignore: missingTools("strace"),
  async fn() {
    using directory = tempDir();
    const env = { SETTLE: "0", LEASE: "15", WORKERS: "2", MAX_ATTEMPTS: "3" };
    const intake = new IntakeUnderTest(directory.path, env);
    const output = `${directory.path}/output`;
    Deno.mkdirSync(output);
    const folder = dropStudy(intake.inbox, "ST-1", 1, 12);
    const hostile = costlyFiles["300,000 items that stay"];
    assert.ok(hostile);
    Deno.writeFileSync(`${folder}/zz-hostile.dcm`, hostile());
    const opened = hangAt({ call: "openat", path: `${folder}/zz-hostile.dcm` }, hangSeconds);
    for (let crash = 1; crash <= 3; crash++) { // among others, then alone twice
      await using watch = intake.startUnder(opened, "watch");
      const { pid = 0 } = await watch.until(({ event }) => event === "watch.started");
      await untilProcessing(output, crash, 13);
      Deno.kill(pid, "SIGKILL"); // it would outlive strace
      if (crash === 1) { for (const n of [2, 3, 4]) dropStudy(intake.inbox, `ST-${n}`, n, 4); }
    }
    const database = await intake.database();
    const { sql } = database;
    const [ended] = await sql<{ count: number }[]>`
      select count(*)::int from batch where status = 'DONE'`;
    await using watch = intake.start("watch");
    await watch.untilEnded(4 - (ended?.count ?? 0));
    await watch.stop();
    const batches = await sql`select uid, status, images, attempts from batch order by uid`;
    const skipped = await sql`select code, file_number from skipped_file`;
    await database.close();
    const results = [...batches].map((one) => Object.values(one).slice(0, 3));
    assert.deepEqual(results, [
      ["ST-1", "DONE", 12],
      ["ST-2", "DONE", 4],
      ["ST-3", "DONE", 4],
      ["ST-4", "DONE", 4],
    ]);
    assert.deepEqual([...skipped].map((one) => ({ ...one })), [{
      code: "CRASHED",
      file_number: 13,
    }]);
    const hidden = [...Deno.readDirSync(`${output}`)].flatMap(({ name }) =>
      [...Deno.readDirSync(`${output}/${name}`)].filter((one) => one.name.startsWith("."))
    );
    assert.deepEqual(hidden, [], "no note is delivered");
    figure("files that killed the process, skipped", 1);
  },
});

Deno.test("killed again and again in the midst of four Batches, a process sets none aside", async () => {
  using directory = tempDir();
  const env = { SETTLE: "0", LEASE: "3", MAX_ATTEMPTS: "2", CONCURRENCY: "4" };
  const intake = new IntakeUnderTest(directory.path, env);
  Deno.mkdirSync(`${directory.path}/output`);
  for (const n of [1, 2, 3, 4]) dropStudy(intake.inbox, `ST-${n}`, n, 40);
  for (let kill = 1; kill <= 4; kill++) {
    await using watch = intake.start("watch", [], { LOG_LEVEL: "debug" });
    await watch.until(({ event }) => event === "batch.started");
    await watch.stop("SIGKILL");
  }
  await using watch = intake.start("watch");
  await watch.untilEnded(4);
  await watch.stop();
  const database = await intake.database();
  const rows = await database.sql`select status, images from batch`;
  await database.close();
  assert.deepEqual(
    [...rows].map(({ status, images }) => `${status} ${images}`),
    [
      ..."1234",
    ].map(() => "DONE 40"),
  );
});
