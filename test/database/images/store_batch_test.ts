import assert from "node:assert/strict";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import { retryBatches, type RetryOptions } from "../../../src/database/batches/retry_batches.ts";
import { confirmedObjects, insertReceipts } from "../../../src/database/deliveries/receipts.ts";
import { storeBatch } from "../../../src/database/images/store_batch.ts";
import { listErrors } from "../../../src/database/views/list_errors.ts";
import type { BatchContent } from "../../../src/model/image.ts";
import {
  completed,
  content,
  finished,
  image,
  request,
  waiting,
} from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const note = { fileNumber: 9, path: "DOE^JANE.txt", code: "NOT_DICOM", reason: "it is a note" };

Deno.test("a job stores images with their study and series, and checks the Batch", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    const other = { seriesInstanceUid: "2.25.2001" };
    const rows = [image(1), image(2), image(5), image(7, other), image(8, other)];
    assert.deepEqual(await completed(sql, 1000, rows, [note]), {
      status: "DONE",
      hasError: true,
      images: 5,
      skipped: 1,
      heldBack: 0,
      bytes: 500,
    });
    const [batch] = await sql`
      select images, series, bytes::int, instance_gaps, skipped, study_dates, patients from batch`;
    assert.deepEqual({ ...batch }, {
      images: 5,
      series: 2,
      bytes: 500,
      instance_gaps: 2,
      skipped: 1,
      study_dates: 1,
      patients: 1,
    });
    assert.equal((await sql`select from study`).count, 1);
  }));

Deno.test("a Batch without any image is EMPTY", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    assert.equal((await completed(sql, 1000, [], [note])).status, "EMPTY");
  }));

Deno.test("names of files are kept in schema identity alone", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    await completed(sql, 1000, [], [note]);
    const options = { withPaths: false, limit: 10 };
    assert.doesNotMatch(JSON.stringify(await listErrors(sql, [], options)), /DOE/);
    const [shown] = await listErrors(sql, ["ST-1"], { ...options, withPaths: true });
    assert.equal(shown?.skipped[0]?.path, "DOE^JANE.txt");
  }));

Deno.test("an instance that is there already, in this Batch or another, is left out with a reason", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2"]);
    const first = await completed(sql, 1000, [image(2), image(1, { sopInstanceUid: "2.25.2" })]);
    assert.deepEqual([first.images, first.skipped], [1, 1]);
    const [kept] = await sql`select file_number from image`;
    assert.equal(kept?.file_number, 1, "the first file in path order wins");
    const second = await completed(sql, 1000, [image(3), image(4, { sopInstanceUid: "2.25.2" })]);
    assert.deepEqual([second.images, second.skipped, second.hasError], [1, 1, true]);
    const codes = await sql`select code from skipped_file`;
    assert.deepEqual(codes.map(({ code }) => code), ["DUPLICATE_INSTANCE", "DUPLICATE_INSTANCE"]);
  }));

Deno.test("one instance number under two series of a study is two images", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    const rows = [image(1), image(2, { instanceNumber: 1, seriesInstanceUid: "2.25.2001" })];
    assert.equal((await completed(sql, 1000, rows)).images, 2);
  }));

Deno.test("doing a job again replaces its rows", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    await completed(sql, 1000, [image(1), image(2)], [note]);
    await retryBatches(sql, ["ST-1"], { fewer: true });
    const again = await completed(sql, 2000, [image(2), image(3), image(4)]);
    assert.deepEqual([again.images, again.skipped, again.hasError], [3, 0, false]);
    assert.equal((await sql`select from image`).count, 3);
    assert.equal((await sql`select from identity.source_file`).count, 0);
  }));

Deno.test("an image that was delivered goes by a rule, the gate, another key or a wish, never by itself", () =>
  withDatabase(async (sql) => {
    const held = { ...note, code: "HELD_BACK" };
    const before = [image(1), image(2)];
    const otherStudy = [image(3), image(4)].map((row) => ({
      ...row,
      studyInstanceUid: "2.25.77",
      identity: { ...row.identity, studyInstanceUid: "7.7" },
    }));
    const cases: readonly (readonly [Partial<BatchContent>, RetryOptions, boolean])[] = [
      [content([image(1)]), {}, false],
      [content([image(1), image(3)]), {}, false],
      [content([image(1)], [{ ...note, fileNumber: 2 }]), {}, false],
      [content([]), {}, false],
      [content([image(1)], [{ ...held, fileNumber: 2 }]), {}, false],
      [content([image(1)], [{ ...held, outputUid: image(2).sopInstanceUid }]), {}, true],
      [content([image(1)]), { fewer: true }, true],
      [{ ...content([image(3), image(4)]), keyFingerprint: "other" }, { newKey: true }, true],
      [{ ...content([image(3)]), keyFingerprint: "other" }, { newKey: true }, false],
      [
        { ...content(otherStudy), keyFingerprint: "other" },
        { newKey: true },
        false,
      ],
    ];
    for (const [at, [after, options, isStored]] of cases.entries()) {
      const name = `ST-${at}`;
      await waiting(sql, [name]);
      await completed(sql, 1000, before);
      await retryBatches(sql, [name], options);
      const [again] = await claimBatches(sql, request, 1);
      assert.ok(again);
      const stored = storeBatch(sql, again, { ...content([]), ...after });
      if (isStored) await stored;
      else await assert.rejects(stored, { code: "IMAGES_GONE" }, String(at));
      const images = isStored ? after.imageChunks?.() ?? [] : [before];
      assert.equal((await sql`select from image`).count, [...images].flat().length, String(at));
      assert.equal((await sql`select from image_before`).count, 0);
      await sql`delete from batch`;
    }
  }));

Deno.test("what a target had of an image that left its Batch counts no more when it comes back", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    await completed(sql, 1000, [image(1), image(2)]);
    const [batch] = await sql<{ id: number }[]>`select id::int from batch`;
    assert.ok(batch);
    const receipt = { bytes: 100, sha256: "0".repeat(64), note: null };
    const objects = ["2.25.1", "2.25.2"].map((object) => ({
      kind: "image" as const,
      object,
      ...receipt,
    }));
    await insertReceipts(sql, batch.id, "t", objects);
    await retryBatches(sql, ["ST-1"], { fewer: true });
    await completed(sql, 1000, [image(1)]);
    await retryBatches(sql, ["ST-1"]);
    await completed(sql, 1000, [image(1), image(2)]);
    assert.deepEqual(await confirmedObjects(sql, batch.id, "t", objects), new Set(["2.25.1"]));
  }));

Deno.test("a fenced worker stores nothing", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    const [fenced] = await claimBatches(sql, { ...request, leaseSeconds: -1 }, 1);
    const [holder] = await claimBatches(sql, request, 1);
    assert.ok(fenced && holder);
    await assert.rejects(() => storeBatch(sql, fenced, content([image(1)])), {
      code: "LEASE_LOST",
    });
    assert.equal((await sql`select from image`).count, 0);
    assert.equal((await finished(sql, holder, content([image(1)]))).images, 1);
  }));

Deno.test("jobs that share studies and instances, stored at once, all end", () =>
  withDatabase(async (sql) => {
    const uids = Array.from({ length: 8 }, (_, n) => `ST-${n}`);
    await waiting(sql, uids);
    const claimed = await claimBatches(sql, request, 8);
    const rows = Array.from({ length: 50 }, (_, n) => image(n + 1));
    const ended = await Promise.all(
      claimed.map((batch, n) => finished(sql, batch, content(n % 2 ? rows : rows.toReversed()))),
    );
    assert.equal(ended.reduce((sum, { images }) => sum + images, 0), 50);
    assert.equal(ended.reduce((sum, { skipped }) => sum + skipped, 0), 7 * 50);
  }));
