import assert from "node:assert/strict";
import { figure } from "../support/figures.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { failAt, type Moment } from "../support/host/strace.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools("strace");

const refusals: readonly (readonly [Moment["call"], error: string, code: string])[] = [
  ["openat", "EACCES", "UNREADABLE"],
  ["pread64", "EIO", "UNREADABLE"],
  ["openat", "ENOENT", "UNREADABLE"],
];

Deno.test({
  name: "a file that the system refuses to open or read is left out, and the others are delivered",
  ignore,
  async fn() {
    using directory = tempDir();
    const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", LOG_LEVEL: "debug" });
    const folder = dropStudy(intake.inbox, "ST-1", 1, 3);
    const database = await intake.database();
    for (const [call, error, code] of refusals) {
      await using queue = intake.startUnder(
        failAt({ call, path: `${folder}/IMG0002.dcm` }, error),
        "queue",
      );
      await queue.status();
      const [row] = await database.sql`
        select images, (select string_agg(code, ',') from skipped_file) as codes from batch`;
      assert.deepEqual({ ...row }, { images: 2, codes: code }, `${call} ${error}`);
      figure("refusals of the system injected", 1);
      await intake.run("retry", "ST-1");
    }
    await database.close();
  },
});

const passing: readonly (readonly [
  Moment["call"],
  error: string,
  place: "source" | "staged" | "output",
  code: string,
])[] = [
  ["openat", "ESTALE", "source", "SOURCE_AWAY"],
  ["openat", "EMFILE", "source", "OUT_OF_RESOURCES"],
  ["openat", "EMFILE", "staged", "OUT_OF_RESOURCES"],
  ["rename", "EIO", "staged", "OUTPUT_UNWRITABLE"],
  ["rename", "ENOSPC", "staged", "OUTPUT_UNWRITABLE"],
  ["fsync", "EIO", "output", "OUTPUT_UNWRITABLE"],
];

Deno.test({
  name: "a fault of a file system that passes gives the Batch back, and all of it is delivered",
  ignore,
  async fn() {
    using directory = tempDir();
    const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", LOG_LEVEL: "debug" });
    const output = `${directory.path}/output`;
    const source = `${dropStudy(intake.inbox, "ST-1", 1, 3)}/IMG0002.dcm`;
    const database = await intake.database();
    assert.equal((await intake.run("queue")).code, 0);
    const files = filesBelow(output);
    let claim = 1;
    for (const [call, error, place, code] of passing) {
      const staged = `${output}/${files[0]?.split("/")[0]}.tmp${++claim}`;
      await intake.run("retry", "ST-1");
      const moment = { call, path: { source, staged, output }[place] };
      await using queue = intake.startUnder(failAt(moment, error), "queue");
      const released = await queue.until(({ event }) => event === "batch.released");
      assert.equal(released.code, code, `${call} ${error}`);
      await database.sql`update batch set not_before = now()`;
      await queue.until(({ event }) => event === "queue.stopped");
      assert.deepEqual(filesBelow(output), files);
      claim++;
      figure("refusals of the system injected", 1);
    }
    await database.close();
  },
});
