import assert from "node:assert/strict";
import {
  countErrors,
  listErrors,
  listFaultyFiles,
} from "../../../src/database/views/list_errors.ts";
import { completed, image, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const skipped = (fileNumber: number, code: string, rule?: string) => ({
  fileNumber,
  path: `DOE^JANE ${fileNumber}`,
  code,
  reason: "why",
  ...(rule ? { group: "site.dicom", rule } : {}),
});

Deno.test("files that need a look are counted by code and rule, and listed page by page", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2"]);
    const files = Array.from({ length: 45 }, (_, at) => (
      skipped(at + 2, at % 3 === 0 ? "NOT_DICOM" : "HELD_BACK", at % 3 === 0 ? undefined : "old")
    ));
    await completed(sql, 1000, [image(1, { findings: "NAME at (0008,0070)" })], files);
    await completed(sql, 1001, [image(1, { sopInstanceUid: "2.25.9" })], [skipped(2, "FAILED")]);
    const shown = { withPaths: false, limit: 10 };
    const [second, first] = await listErrors(sql, [], shown);
    assert.ok(first && second);
    assert.deepEqual(first.counts, [
      { code: "HELD_BACK", group: "site.dicom", rule: "old", files: 30, batches: 1 },
      { code: "NOT_DICOM", files: 15, batches: 1 },
      { code: "GATE", files: 1, batches: 1 },
    ]);
    assert.equal(first.skippedCount, 46);
    assert.deepEqual(
      first.skipped.map(({ file }) => file),
      Array.from({ length: 20 }, (_, at) => at + 1),
    );
    const next = await listFaultyFiles(sql, first.code, { after: 20, limit: 30, withPaths: false });
    assert.deepEqual(next.map(({ file }) => file), Array.from({ length: 26 }, (_, at) => at + 21));
    assert.doesNotMatch(JSON.stringify([first, next]), /DOE/);
    const [behind] = await listErrors(sql, ["ST-1"], { ...shown, files: 5, after: 40 });
    assert.deepEqual(behind?.skipped.map(({ file }) => file), [41, 42, 43, 44, 45]);
    const totals = await countErrors(sql, []);
    assert.deepEqual(totals.map(({ code, files, batches }) => [code, files, batches]), [
      ["HELD_BACK", 30, 1],
      ["NOT_DICOM", 15, 1],
      ["FAILED", 1, 1],
      ["GATE", 1, 1],
    ]);
    assert.deepEqual((await countErrors(sql, ["ST-2"])).map(({ code }) => code), ["FAILED"]);
  }));

Deno.test("a duplicate names the file that the catalogue has instead, by number, and by path when asked", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2"]);
    const same = { sopInstanceUid: "2.25.77" };
    await completed(sql, 1000, [image(1), image(2, same), image(3, same)]);
    await completed(sql, 1001, [image(4, { sopInstanceUid: "2.25.78" }), image(5, same)]);
    const options = { withPaths: false, limit: 10 };
    const [second, first] = await listErrors(sql, [], options);
    assert.deepEqual(first?.skipped, [{
      file: 3,
      code: "DUPLICATE_INSTANCE",
      other: { batch: "B-ST-1", file: 2 },
      reason: "file 2 of this Batch has the same SOPInstanceUID",
    }]);
    assert.deepEqual(second?.skipped, [{
      file: 5,
      code: "DUPLICATE_INSTANCE",
      other: { batch: "B-ST-1", file: 2 },
      reason: "file 2 of Batch B-ST-1 has the same SOPInstanceUID",
    }]);
    const [withPaths] = await listErrors(sql, ["ST-1"], { ...options, withPaths: true });
    const [file] = withPaths?.skipped ?? [];
    assert.deepEqual([file?.path, file?.other?.path], ["3.dcm", "2.dcm"]);
  }));
