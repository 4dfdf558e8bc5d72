import { recordFolders } from "../src/database/batches/record_folders.ts";
import { listFolders } from "../src/folder/list_folders.ts";
import { IntakeUnderTest } from "../test/support/program/intake.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import type { Figure } from "./figure.ts";
import { cpuSecondsOfFamily } from "./server_cpu.ts";

const folders = 100_000;
const watchedSeconds = 60;

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
  const used = (): number => cpuSecondsOfFamily(String(watch.pid)) + cpuSecondsOfFamily(server);
  await untilQuiet(used); // the first scan examines all folders
  const [from, fromMs] = [used(), performance.now()];
  await passed(watchedSeconds);
  const seconds = (performance.now() - fromMs) / 1000;
  const share = (used() - from) / seconds;
  await close();
  return [
    { what: `${folders} known folders: start to watching`, value: `${presentMs.toFixed(0)} ms` },
    {
      what: `  idle, a scan every 30 s, for ${seconds.toFixed(0)} s: of a core, database included`,
      value: `${(share * 100).toFixed(2)} %`,
    },
  ];
}

/** Waits until less than a twentieth of a processor is used for five seconds. */
async function untilQuiet(used: () => number): Promise<void> {
  for (let before = -Infinity; used() - before > 0.25;) {
    before = used();
    await passed(5);
  }
}

async function passed(seconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
