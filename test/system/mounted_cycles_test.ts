import assert from "node:assert/strict";
import { figure } from "../support/figures.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { mayMount } from "../support/host/small_disk.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { run } from "../support/tools.ts";

/** Shows a directory at a second place as well, as no link does: the system itself follows it. */
async function bound(from: string, to: string): Promise<AsyncDisposable> {
  Deno.mkdirSync(to);
  await run("mount", ["--rbind", from, to]);
  return { [Symbol.asyncDispose]: async () => void await run("umount", ["--lazy", to]) };
}

Deno.test({
  name: "a folder mounted inside itself, and the inbox inside a folder: each image is done once",
  ignore: !await mayMount(),
  async fn() {
    using directory = tempDir();
    const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
    const folders = [1, 2, 3].map((number) => dropStudy(intake.inbox, `ST-${number}`, number, 3));
    await using _itself = await bound(folders[0] ?? "", `${folders[0]}/again`);
    await using _inbox = await bound(intake.inbox, `${folders[1]}/inbox`);
    const { code, stderr } = await intake.run("queue");
    assert.equal(code, 0, stderr);
    const database = await intake.database();
    const [sums] = await database.sql`
      select count(*)::int as batches, count(*) filter (where status in ('DONE', 'EMPTY'))::int as ended,
        (select count(*)::int from image) as images,
        (select jsonb_agg(distinct skipped_file.code) from skipped_file) as codes from batch`;
    await database.close();
    assert.deepEqual({ ...sums }, {
      batches: 3,
      ended: 3,
      images: 9,
      codes: ["DUPLICATE_INSTANCE"],
    });
    const delivered = filesBelow(`${directory.path}/output`).filter((path) => /dcm$/.test(path));
    assert.equal(delivered.length, 9);
    figure("directories mounted inside themselves", 2);
  },
});
