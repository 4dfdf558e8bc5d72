import { makeStudy } from "../test/support/files/inbox.ts";
import { IntakeUnderTest } from "../test/support/program/intake.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import { run } from "../test/support/tools.ts";
import type { Figure } from "./figure.ts";

const folders = 2000;
const images = 2;

/** Many folders are renamed into place at once while the watcher runs. */
export async function manyFolders(): Promise<Figure[]> {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  for (let n = 1; n <= folders; n++) makeStudy(intake.inbox, `ST-${n}.tmp`, n, images);
  await using watch = intake.start("watch");
  await watch.until(({ event }) => event === "inbox.found");
  const startedAt = performance.now();
  for (let n = 1; n <= folders; n++) {
    Deno.renameSync(`${intake.inbox}/ST-${n}.tmp`, `${intake.inbox}/ST-${n}`);
  }
  const renamed = (performance.now() - startedAt) / 1000;
  await watch.untilEnded(folders);
  const seconds = (performance.now() - startedAt) / 1000;
  const status = await run("cat", [`/proc/${watch.pid}/status`]);
  const peak = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
  const database = await intake.database();
  const [counted] = await database.sql`
    select count(*)::int as claims, count(distinct batch_id)::int as batches
    from batch_event where status = 'PROCESSING'`;
  await database.close();
  return [
    { what: `${folders} folders renamed into place in`, value: `${renamed.toFixed(2)} s` },
    { what: "all Batches ended after", value: `${seconds.toFixed(2)} s` },
    { what: "Batches, claims", value: `${counted?.batches}, ${counted?.claims}` },
    { what: "images a second", value: (folders * images / seconds).toFixed(0) },
    {
      what: "peak resident memory of the watcher",
      value: `${(Number(peak) / 1024).toFixed(0)} MB`,
    },
  ];
}
