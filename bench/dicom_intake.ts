import { fileURLToPath } from "node:url";
import config from "../deno.json" with { type: "json" };
import { IntakeUnderTest } from "../test/support/program/intake.ts";
import type { Contender } from "./contender.ts";
import { cost, costOfTwo } from "./cost.ts";
import { cpuSecondsOfFamily } from "./server_cpu.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The command line of a task as `deno task` runs it, for any working directory. */
function command(name: keyof typeof config.tasks): string[] {
  const [, ...args] = config.tasks[name].command.split(" ");
  return [Deno.execPath(), ...args.map((arg) => arg === "main.ts" ? `${root}main.ts` : arg)];
}

/** No other program searches pixels for text; `bench text` measures what that adds. */
const searchOff = { TEXT: "off" };

/**
 * The full job: cataloguing, screening, de-identification, hashes and durable output, with a
 * private PostgreSQL that is already running. The server's processor time is included. Also
 * measures the time from the first claim to the end of the last Batch.
 */
export const fullJob: Contender = {
  name: "dicom-intake queue",
  run: async (source, destination) => {
    const intake = new IntakeUnderTest(destination, {
      DATA_INPUT_FOLDERS: `${source}/1,${source}/2`,
      SETTLE: "0",
      ...searchOff,
    });
    await intake.run("status");
    await using stack = new AsyncDisposableStack();
    const { sql, close } = await intake.database();
    stack.defer(async () => {
      await close();
    });
    await sql`select`; // an open connection keeps the server running
    const pidFile = `${intake.stateDir}/database/postmaster.pid`;
    const server = Deno.readTextFileSync(pidFile).split("\n")[0] ?? "";
    const before = cpuSecondsOfFamily(server);
    const own = await cost(command("queue"), intake.env);
    const [job] = await sql<{ seconds: number; open: number }[]>`
      select extract(epoch from max(finished_at) - min(started_at))::float as seconds,
        count(*) filter (where status <> 'DONE')::int as open from batch`;
    if (!job || job.open > 0) throw new Error("not every Batch is DONE");
    const cpuSeconds = own.cpuSeconds + cpuSecondsOfFamily(server) - before;
    return { ...own, cpuSeconds, jobSeconds: job.seconds };
  },
};

/**
 * The command `deidentify`, which only reads and writes files: two processes of one thread each.
 */
export const deidentifyAlone: Contender = {
  name: "dicom-intake deidentify, two processes",
  run: async (source, destination) => {
    Deno.mkdirSync(destination);
    const env = `TEXT=${searchOff.TEXT} STATE_DIR=${destination}`;
    const one = (half: number): string =>
      `${env}/state${half} ${
        command("deidentify").join(" ")
      } ${source}/${half} ${destination}/${half}`;
    return await costOfTwo(one(1), one(2));
  },
};
