import { IntakeUnderTest } from "../test/support/program/intake.ts";

/** The conditions under which the processes of a job run. */
export interface Surroundings {
  /** A command that runs each process, such as `strace` with its options. */
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs `count` processes of `queue` in parallel. Returns the time from the first claim to the end
 * of the last Batch.
 */
export async function jobSeconds(
  directory: string,
  source: string,
  count: number,
  { words = ["env"], env = {} }: Surroundings,
): Promise<number> {
  const intake = new IntakeUnderTest(directory, {
    DATA_INPUT_FOLDERS: `${source}/1,${source}/2`,
    SETTLE: "0",
    WORKERS: "1",
    TEXT: "off",
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
