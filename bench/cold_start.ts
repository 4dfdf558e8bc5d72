import { debianServer, debianServerTools } from "../test/support/database/debian_server.ts";
import { makeStudy } from "../test/support/files/inbox.ts";
import { IntakeUnderTest } from "../test/support/program/intake.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import { missingFiles } from "./contender.ts";
import type { Figure } from "./figure.ts";
import { quantile } from "./quantile.ts";

const rounds = 7;

/** The time from the start of `watch` to its first claim, if a folder is already waiting. */
export async function coldStart(): Promise<Figure[]> {
  using directory = tempDir();
  const own = new IntakeUnderTest(`${directory.path}/private`);
  const figures = [await figure("private server, its second start", own)];
  const missing = missingFiles(...debianServerTools);
  if (missing) return [...figures, { what: "with DATABASE_URL", value: `${missing} is missing` }];
  await using server = await debianServer(directory.path);
  Deno.mkdirSync(`${directory.path}/given/state`, { recursive: true });
  Deno.writeTextFileSync(`${directory.path}/key`, "ab".repeat(32), { mode: 0o600 });
  const given = new IntakeUnderTest(`${directory.path}/given`, {
    DATABASE_URL: server.url,
    DEID_KEY_FILE: `${directory.path}/key`,
  });
  return [...figures, await figure("with DATABASE_URL", given)];
}

async function figure(what: string, intake: IntakeUnderTest): Promise<Figure> {
  const milliseconds: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    makeStudy(intake.inbox, `ST-${round}`, round + 1, 1);
    const startedAt = Date.now();
    await using watch = intake.start("watch", [], { SETTLE: "0" });
    await watch.until(({ status }) => status !== undefined);
    const database = await intake.database();
    const [claim] = await database.sql<{ at: number }[]>`
      select extract(epoch from max(at))::float * 1000 as at
      from batch_event where status = 'PROCESSING'`;
    await database.close();
    await watch.stop();
    if (round > 0) milliseconds.push((claim?.at ?? NaN) - startedAt);
  }
  milliseconds.sort((a, b) => a - b);
  const value = `${quantile(milliseconds, 0.5).toFixed(0)} ms (${milliseconds[0]?.toFixed(0)} to ${
    milliseconds.at(-1)?.toFixed(0)
  })`;
  return { what: `start of watch to its first claim, ${what}`, value };
}
