import assert from "node:assert/strict";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

const folders = 20_000;

Deno.test("20,000 folders made in a loop, more than the system's event queue holds, all become Batches", async () => {
  using directory = tempDir();
  // more room than any disk has: nothing is claimed
  const env = { MIN_FREE: "999999TB", LOG_LEVEL: "debug" };
  const intake = new IntakeUnderTest(directory.path, env);
  await using watch = intake.start("watch");
  await watch.until(({ event }) => event === "inbox.found");
  for (let number = 0; number < folders; number++) Deno.mkdirSync(`${intake.inbox}/ST-${number}`);
  let added = 0;
  const counted = new Set();
  await watch.until(() => {
    for (const line of watch.log.slice(counted.size)) {
      counted.add(line);
      if (line.event === "folder.recorded") added++;
    }
    return added === folders;
  });
  const database = await intake.database();
  try {
    const [row] = await database.sql`select count(*)::int from batch`;
    assert.equal(row?.["count"], folders);
  } finally {
    await database.close();
  }
});
