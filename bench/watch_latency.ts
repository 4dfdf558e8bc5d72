import { makeStudy } from "../test/support/files/inbox.ts";
import { IntakeUnderTest } from "../test/support/program/intake.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import type { Figure } from "./figure.ts";
import { quantile } from "./quantile.ts";

const folders = 200;

/**
 * The time from the rename that finishes a folder until its Batch is PROCESSING; the watcher is
 * idle.
 */
export async function watchLatency(): Promise<Figure[]> {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  await using watch = intake.start("watch");
  await watch.until(({ event }) => event === "inbox.found");
  const database = await intake.database();
  const { sql } = database;
  const renamedAt: number[] = [];
  for (let number = 1; number <= folders; number++) {
    const unfinished = makeStudy(intake.inbox, `ST-${number}.tmp`, number, 1);
    const [now] = await sql<{ at: number }[]>`
      select extract(epoch from clock_timestamp())::float * 1000 as at`;
    renamedAt.push(now?.at ?? NaN); // the database's clock, which also sets the time of claims
    Deno.renameSync(unfinished, `${intake.inbox}/ST-${number}`);
    await watch.untilEnded(number);
  }
  const rows = await sql<{ at: number }[]>`
    select extract(epoch from at)::float * 1000 as at from batch_event join batch on batch.id = batch_id
    where batch_event.status = 'PROCESSING' order by batch.id`;
  await database.close();
  const latencies = rows.map(({ at }, n) => at - (renamedAt[n] ?? NaN)).sort((a, b) => a - b);
  return [
    { what: "rename to PROCESSING, median", value: `${quantile(latencies, 0.5).toFixed(1)} ms` },
    { what: "rename to PROCESSING, p99", value: `${quantile(latencies, 0.99).toFixed(1)} ms` },
  ];
}
