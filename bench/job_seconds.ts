import { IntakeUnderTest } from "../test/support/intake.ts";

/** What surrounds the processes of a job. */
export interface Surroundings {
  /** Words before each command. */
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `queue` so many times at once; tells the time from the first claim to the last Batch. */
export async function jobSeconds(
  directory: string,
  source: string,
  count: number,
  { words = ["env"], env = {} }: Surroundings,
): Promise<number> {
  const intake = new IntakeUnderTest(directory, {
    DATA_INPUT_FOLDERS: `${source}/1,${source}/2`,
    ...{ SETTLE: "0", WORKERS: "1" },
    ...env,
  });
  await intake.run("status");
  const running = Array.from({ length: count }, () => intake.startUnder(words, "queue"));
  for (const queue of running) {
    if (!(await queue.status()).success) throw new Error(JSON.stringify(queue.log.at(-1)));
  }
  const { sql, close } = await intake.database();
  const [job] = await sql<{ seconds: number }[]>`
    select extract(epoch from max(finished_at) - min(started_at))::float as seconds from batch`;
  await close();
  return job?.seconds ?? NaN;
}
