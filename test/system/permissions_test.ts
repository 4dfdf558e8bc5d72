import assert from "node:assert/strict";
import { figure } from "../support/figures.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { mayBeOthers, otherUser } from "../support/host/other_user.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

/** What is closed of a folder with three images, and how its Batch ends. */
const closed: Readonly<Record<string, { path: string; mode: number; ends: readonly unknown[] }>> = {
  "a file": { path: "IMG0002.dcm", mode: 0, ends: ["DONE", null, 2, "UNREADABLE"] },
  "a directory inside": { path: "inside", mode: 0, ends: ["ERROR", "FOLDER_UNREADABLE", 0, null] },
  "its files, that are listed": {
    path: "",
    mode: 0o444,
    ends: ["ERROR", "FOLDER_UNREADABLE", 0, null],
  },
  "the folder": { path: "", mode: 0, ends: ["ERROR", "FOLDER_UNREADABLE", 0, null] },
};

Deno.test({
  name: "what the program's user may not read costs a code, and is delivered once it may",
  ignore: !mayBeOthers() || missingTools("setpriv"),
  async fn() {
    using directory = tempDir();
    const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", SCAN_EVERY: "0.5s" });
    intake.isFirstStart = true;
    const paths: string[] = [];
    for (const [number, name] of ["open", ...Object.keys(closed)].entries()) {
      Deno.mkdirSync(`${dropStudy(intake.inbox, name, number, 3)}/inside`);
      paths.push(`${intake.inbox}/${name}/${closed[name]?.path ?? ""}`);
    }
    const { words, env } = await otherUser(intake);
    for (const [at, { mode }] of Object.values(closed).entries()) {
      Deno.chmodSync(paths[at + 1] ?? "", mode);
    }
    await using queue = intake.startUnder(words, "queue", ["--follow"], env);
    await queue.untilEnded(paths.length);
    const database = await intake.database();
    const rows = await database.sql`
      select uid, status, error_code, images,
        (select string_agg(code, ',') from skipped_file where batch_id = batch.id) as codes
      from batch order by uid`;
    const ends = Object.fromEntries(rows.map(({ uid, ...row }) => [uid, Object.values(row)]));
    const expected = Object.entries(closed).map(([name, each]) => [name, each.ends]);
    assert.deepEqual(ends, { ...Object.fromEntries(expected), open: ["DONE", null, 3, null] });
    figure("folders closed to the program's user", rows.length - 1);
    for (const path of paths) Deno.chmodSync(path, 0o755);
    const retried = await intake.run("retry", ...Object.keys(closed)); // by root, beside the other
    assert.equal(retried.code, 0, retried.stderr);
    await queue.untilEnded(paths.length + rows.length - 1);
    const [wrong] = await database
      .sql`select count(*)::int from batch where status <> 'DONE' or has_error`;
    assert.equal(wrong?.["count"], 0);
    await database.close();
    assert.equal((await queue.stop()).code, 1, "some ended in ERROR");
    assert.equal(filesBelow(`${directory.path}/output`).length, rows.length * (3 + 1));
  },
});
