import { recordFolders } from "../src/database/batches/record_folders.ts";
import { listFolders } from "../src/folder/list_folders.ts";
import { IntakeUnderTest } from "../test/support/program/intake.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import type { Figure } from "./figure.ts";
import { cpuSecondsOfFamily } from "./server_cpu.ts";

const folders = 100_000;
/** So long that no scan of all folders is among the scans; `rescan` measures those. */
const watchedSeconds = 240;

/** The load of an idle watcher whose inbox contains only folders with finished Batches. */
export async function knownFolders(): Promise<Figure[]> {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  for (let n = 0; n < folders; n++) Deno.mkdirSync(`${intake.inbox}/ST-${n}`);
  const { sql, close } = await intake.database();
  for await (const window of listFolders(intake.inbox, 5000)) {
    await recordFolders(sql, window.map((one) => ({ ...one, code: `B-${one.uid}` })), "NEW");
  }
  await sql`update batch set status = 'DONE', finished_at = now()`;
  for (const statement of ["vacuum analyze", "checkpoint"]) await sql.unsafe(statement);
  const pidFile = `${intake.stateDir}/database/postmaster.pid`;
  const server = Deno.readTextFileSync(pidFile).split("\n")[0] ?? "";
  const startedAt = performance.now();
  await using watch = intake.start("watch");
  await watch.until(({ event }) => event === "inbox.found");
  const presentMs = performance.now() - startedAt;
  const used = (): readonly [number, number] => [
    cpuSecondsOfFamily(String(watch.pid)),
    cpuSecondsOfFamily(server),
  ];
  await untilQuiet(used); // the first scan examines all folders
  const [before, beforeMs] = [used(), performance.now()];
  await passed(watchedSeconds);
  const seconds = (performance.now() - beforeMs) / 1000;
  const after = used();
  await close();
  const share = (which: 0 | 1): string =>
    `${((after[which] - before[which]) * 100 / seconds).toFixed(2)} %`;
  return [
    { what: `${folders} known folders: start to watching`, value: `${presentMs.toFixed(0)} ms` },
    {
      what: `  idle, a scan every 30 s, for ${seconds.toFixed(0)} s: watch, of a core`,
      value: share(0),
    },
    { what: "  its private PostgreSQL", value: share(1) },
  ];
}

/** Waits until watch and its database together use less than 1 % of a processor for ten seconds. */
async function untilQuiet(used: () => readonly [number, number]): Promise<void> {
  const sum = (): number => used()[0] + used()[1];
  for (let before = -Infinity; sum() - before > 0.1;) {
    before = sum();
    await passed(10);
  }
}

async function passed(seconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
