import assert from "node:assert/strict";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import { releaseBatch } from "../../../src/database/batches/finish_batch.ts";
import { retryBatches } from "../../../src/database/batches/retry_batches.ts";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { storeBatch } from "../../../src/database/images/store_batch.ts";
import { finishBatch } from "../../../src/database/batches/finish_batch.ts";
import { auditTrail } from "../../../src/database/review/audit_trail.ts";
import { startReviews } from "../../../src/database/review/carry_out.ts";
import { confirmDecision, undo } from "../../../src/database/review/change_decision.ts";
import { decide, previewDecision } from "../../../src/database/review/decide.ts";
import {
  countWaiting,
  findOriginal,
  findWaiting,
  listWaiting,
} from "../../../src/database/review/list_waiting.ts";
import type { ReviewRequest } from "../../../src/model/review.ts";
import { content, image, request } from "../../support/database/batches.ts";
import {
  digestOf,
  dueBatches,
  inReview,
  requestFor,
  waitingFile,
} from "../../support/database/review.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const now = { waitSeconds: 0 };
const bob = { by: "bob", from: "192.0.2.2" };
const boxes = [{ left: 0, top: 0, width: 10, height: 10 }];

async function decided(sql: Sql, wanted: ReviewRequest, fourEyes = false): Promise<number> {
  const decision = await decide(sql, wanted, { ...now, fourEyes });
  assert.ok(decision);
  return decision.id;
}

async function states(sql: Sql): Promise<string[]> {
  const rows = await sql<{ state: string }[]>`
    select state from review_image order by batch_id, file_number`;
  return rows.map(({ state }) => state);
}

Deno.test("a Batch with waiting images rests in REVIEW, and is listed with what waits", () =>
  withDatabase(async (sql) => {
    await inReview(sql, "ST-1", [waitingFile(2), waitingFile(3, { series: "2.25.6" })], [image(1)]);
    const listed = await listWaiting(sql, {}, undefined, 10);
    assert.deepEqual(listed.map(({ batch, number, alike }) => [batch, number, alike]), [
      ["B-ST-1", 2, 2],
      ["B-ST-1", 3, 2],
    ]);
    const [first] = listed;
    assert.ok(first);
    const next = await listWaiting(sql, {}, first, 10);
    assert.deepEqual(next.map(({ number }) => number), [3]);
    assert.deepEqual(await listWaiting(sql, { modality: "MR" }, undefined, 10), []);
    assert.equal((await listWaiting(sql, { batch: "B-ST-1" }, undefined, 10)).length, 2);
    assert.equal((await findWaiting(sql, { batch: "B-ST-1", number: 3 }))?.series, "2.25.6");
    assert.equal(await findWaiting(sql, { batch: "B-ST-1", number: 1 }), undefined);
    const { images, since } = await countWaiting(sql);
    assert.deepEqual([images, since], [2, first.since]);
    assert.doesNotMatch(JSON.stringify(listed), /JANE/);
  }));

Deno.test("a decision is about the images, their series, or all of their device and layout", () =>
  withDatabase(async (sql) => {
    const otherLayout = { layout: "10 x 10" };
    await inReview(sql, "ST-1", [waitingFile(1), waitingFile(2), waitingFile(3, otherLayout)]);
    await inReview(sql, "ST-2", [waitingFile(4, { series: "2.25.7" })]);
    const counts: Record<string, unknown> = {};
    for (const scope of ["image", "series", "alike"] as const) {
      const effect = await previewDecision(sql, requestFor("B-ST-1", [1], { scope }));
      counts[scope] = [effect.images, effect.batches];
    }
    assert.deepEqual(counts, {
      image: [1, 1],
      series: [3, 1],
      alike: [3, 2],
    });
    const decision = await decided(sql, requestFor("B-ST-1", [1], { scope: "alike" }));
    assert.deepEqual(await states(sql), ["decided", "decided", "waiting", "decided"]);
    const listed = await listWaiting(sql, { decision }, undefined, 10);
    assert.deepEqual(listed.map(({ number, decision }) => [number, decision?.images]), [
      [1, 3],
      [2, 3],
      [4, 3],
    ]);
    assert.equal((await listWaiting(sql, { series: "2.25.5" }, undefined, 10)).length, 3);
    assert.equal(await decide(sql, requestFor("B-ST-1", [1])), undefined, "it has a decision");
    assert.equal((await dueBatches(sql)).length, 2);
  }));

Deno.test("only a complete decision is recorded", () =>
  withDatabase(async (sql) => {
    await inReview(sql, "ST-1", [waitingFile(1)]);
    const empty = [{ left: 0, top: 0, width: 0, height: 1 }];
    const fraction = [{ left: 0.5, top: 0, width: 1, height: 1 }];
    const wrong: Partial<ReviewRequest>[] = [
      { action: "redact" },
      { action: "release", boxes },
      { action: "redact", boxes: empty },
      { action: "redact", boxes: fraction },
    ];
    for (const changes of wrong) {
      const attempt = decide(sql, requestFor("B-ST-1", [1], changes));
      await assert.rejects(attempt, { code: "USAGE" });
    }
    assert.deepEqual(await states(sql), ["waiting"]);
  }));

Deno.test("a decision can be undone until its job has started", () =>
  withDatabase(async (sql) => {
    await inReview(sql, "ST-1", [waitingFile(1), waitingFile(2)]);
    const first = await decided(sql, requestFor("B-ST-1", [1, 2]));
    assert.deepEqual(await undo(sql, first, bob), { images: 2, started: 0 });
    assert.deepEqual(await dueBatches(sql), [], "nothing is left to carry out");
    const second = await decided(sql, requestFor("B-ST-1", [1]));
    const [batch] = await dueBatches(sql);
    assert.ok(batch?.reviewing);
    const started = await startReviews(sql, batch);
    assert.deepEqual(started.map(({ fileNumber, action, isNew }) => [fileNumber, action, isNew]), [
      [1, "release", true],
    ]);
    assert.deepEqual(await undo(sql, second, bob), { images: 0, started: 1 });
    assert.deepEqual(await states(sql), ["started", "waiting"]);
  }));

Deno.test("a Batch waits for the undo, and no longer while a person goes on deciding", () =>
  withDatabase(async (sql) => {
    await inReview(sql, "ST-1", [waitingFile(1), waitingFile(2)]);
    await decide(sql, requestFor("B-ST-1", [1]));
    assert.deepEqual(await dueBatches(sql), []);
    await decide(sql, requestFor("B-ST-1", [2]), { waitSeconds: 10_000 });
    const [row] = await sql<{ seconds: number }[]>`
      select extract(epoch from review_due - clock_timestamp())::float as seconds from batch`;
    assert.ok(row && row.seconds > 60 && row.seconds <= 120, `${row?.seconds} s`);
  }));

Deno.test("with four eyes, another reviewer confirms", () =>
  withDatabase(async (sql) => {
    await inReview(sql, "ST-1", [waitingFile(1), waitingFile(2)]);
    const id = await decided(sql, requestFor("B-ST-1", [1]), true);
    assert.deepEqual(await states(sql), ["proposed", "waiting"]);
    assert.deepEqual(await dueBatches(sql), []);
    assert.equal((await countWaiting(sql)).proposed, 1);
    await assert.rejects(confirmDecision(sql, id, { by: "ann", from: "x" }), { code: "USAGE" });
    assert.deepEqual(await states(sql), ["proposed", "waiting"]);
    assert.equal(await confirmDecision(sql, id, bob, 0), 1);
    assert.equal((await dueBatches(sql)).length, 1);
    assert.equal(await confirmDecision(sql, id, bob, 0), 0, "it was confirmed before");
    const trail = await auditTrail(sql, { batch: "B-ST-1" }, 10);
    assert.deepEqual(trail.map(({ what, by }) => [what, by]), [["confirm", "bob"], [
      "release",
      "ann",
    ]]);
  }));

Deno.test("the audit trail accepts additions only, and shows who, when, from where and what", () =>
  withDatabase(async (sql) => {
    await inReview(sql, "ST-1", [waitingFile(1)]);
    const asked = { action: "redact", boxes, reason: "a name at the top" } as const;
    const id = await decided(sql, requestFor("B-ST-1", [1], asked));
    await undo(sql, id, bob);
    for (const table of ["review_decision", "review_decision_image"]) {
      for (const change of [`delete from ${table}`, `truncate ${table} cascade`]) {
        await assert.rejects(sql.unsafe(change), /never changed/);
      }
    }
    await assert.rejects(sql.unsafe("update review_decision set by_name = 'x'"), /never changed/);
    const [undone, decision] = await auditTrail(sql, {}, 10);
    assert.deepEqual({ ...undone, id: 0, at: "" }, {
      id: 0,
      at: "",
      what: "undo",
      decision: id,
      by: "bob",
      from: "192.0.2.2",
      scope: null,
      boxes: [],
      reason: "",
      images: 1,
      files: [{ batch: "B-ST-1", number: 1 }],
    });
    assert.deepEqual(
      [decision?.what, decision?.boxes, decision?.reason, decision?.scope],
      ["redact", boxes, "a name at the top", "image"],
    );
    await sql`delete from batch`;
    assert.equal((await auditTrail(sql, { batch: "B-ST-1" }, 10)).length, 2, "it outlives a Batch");
  }));

Deno.test("a folder that is read again keeps decisions about the same bytes, whatever their numbers", () =>
  withDatabase(async (sql) => {
    await inReview(sql, "ST-1", [1, 2, 3, 4].map((number) => waitingFile(number)));
    await decided(sql, requestFor("B-ST-1", [1, 2]));
    await retryBatches(sql, ["ST-1"]);
    const [batch] = await claimBatches(sql, request, 1);
    assert.ok(batch && !batch.reviewing && batch.hasReview);
    const decisions = await startReviews(sql, batch);
    assert.deepEqual(decisions.map(({ sha256 }) => sha256), [digestOf(1), digestOf(2)]);
    const meanwhile = await decided(sql, requestFor("B-ST-1", [3], { action: "reject" }));
    // file 1 is released as file 7; the decision about file 2 is not possible; file 4 is gone
    const released = image(7, { review: { sha256: digestOf(1) } });
    const skipped = [
      { ...waitingFile(2), fileNumber: 8, reason: "the decision requires …" },
      { ...waitingFile(3), fileNumber: 9 },
    ];
    await storeBatch(sql, batch, content([released], skipped));
    assert.equal((await finishBatch(sql, batch, {})).status, "REVIEW");
    const rows = await sql<{ number: number; state: string; decision: number }[]>`
      select file_number as number, state, decision::int from review_image order by file_number`;
    assert.deepEqual(rows.map(({ number, state }) => [number, state]), [
      [7, "done"],
      [8, "waiting"],
      [9, "decided"],
    ]);
    assert.equal(rows[2]?.decision, meanwhile);
    const trail = await auditTrail(sql, {}, 10);
    assert.deepEqual(trail.map(({ what, images }) => [what, images]).slice(0, 2), [
      ["carried-out", 1],
      ["not-possible", 1],
    ]);
    assert.equal((await dueBatches(sql)).length, 1, "the later decision is carried out next");
  }));

Deno.test("a job of a review that cannot run now goes back to REVIEW, and is claimed by any process", () =>
  withDatabase(async (sql) => {
    await inReview(sql, "ST-1", [waitingFile(1)]);
    await decided(sql, requestFor("B-ST-1", [1]));
    const [batch] = await dueBatches(sql);
    assert.ok(batch);
    assert.equal(await releaseBatch(sql, { ...batch, settled: true }, 0), true);
    const [row] = await sql`select status, reviewing from batch`;
    assert.deepEqual({ ...row }, { status: "REVIEW", reviewing: true });
    assert.equal((await dueBatches(sql))[0]?.reviewing, true);
  }));

Deno.test("nothing is decided about other images than the reviewer was shown", () =>
  withDatabase(async (sql) => {
    await inReview(sql, "ST-1", [waitingFile(1), waitingFile(2)]);
    const wanted = requestFor("B-ST-1", [1], { scope: "alike" });
    const { fingerprint: expected } = await previewDecision(sql, wanted);
    await decided(sql, requestFor("B-ST-1", [2], { action: "reject" }));
    await inReview(sql, "ST-2", [waitingFile(3)]);
    const { images, fingerprint } = await previewDecision(sql, wanted);
    assert.equal(images, 2, "as many as before");
    assert.equal(await decide(sql, { ...wanted, expected }, now), undefined);
    assert.deepEqual(await states(sql), ["waiting", "decided", "waiting"]);
    assert.equal((await auditTrail(sql, {}, 10)).length, 1);
    assert.equal((await decide(sql, { ...wanted, expected: fingerprint }, now))?.images, 2);
  }));

Deno.test("a decision is about the bytes that were shown, also if another file has their number", () =>
  withDatabase(async (sql) => {
    await inReview(sql, "ST-1", [waitingFile(1), waitingFile(2)]);
    const shown = requestFor("B-ST-1", [1]);
    await retryBatches(sql, ["ST-1"]);
    const [batch] = await claimBatches(sql, request, 1);
    assert.ok(batch);
    const moved = [{ ...waitingFile(2), fileNumber: 1 }, { ...waitingFile(1), fileNumber: 2 }];
    await storeBatch(sql, batch, content([], moved));
    await finishBatch(sql, batch, {});
    for (const scope of ["image", "series", "alike"] as const) {
      assert.equal(await decide(sql, { ...shown, scope }, now), undefined, scope);
    }
    assert.deepEqual(await states(sql), ["waiting", "waiting"]);
    const file = { batch: "B-ST-1", number: 1 };
    assert.equal(await findOriginal(sql, { ...file, sha256: digestOf(1) }), undefined);
    assert.equal(await findOriginal(sql, { ...file, sha256: digestOf(2) }), digestOf(2));
    assert.equal(await findOriginal(sql, file), digestOf(2));
  }));
