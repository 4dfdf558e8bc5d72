import assert from "node:assert/strict";
import { digestOf } from "../../support/database/review.ts";
import { withReviewPages } from "../../support/review/ask_review.ts";
import { fakeReview, fingerprintOf, waitingImage } from "../../support/review/fake_review.ts";

const box = { left: 0, top: 0, width: 80, height: 10 };

function shown(number: number) {
  return { batch: "B-US1", number, sha256: digestOf(number) };
}

function decision(values: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ images: [shown(1)], ...values });
}

Deno.test("the API lists waiting images in pages, with their decisions", async () => {
  const review = fakeReview([1, 2, 3].map((number) => waitingImage(number, { boxes: [box] })));
  await withReviewPages(review, async (ask) => {
    await ask("rita", "/api/review/decisions", decision({ action: "release" }));
    const first = JSON.parse((await ask("rita", "/api/review/images?limit=2")).html);
    assert.deepEqual([first.waiting, first.since], [2, waitingImage(2).since]);
    const [decided, waiting] = first.results;
    assert.deepEqual(
      [decided.number, decided.decision.state, waiting.number, waiting.decision],
      [1, "decided", 2, undefined],
    );
    assert.deepEqual(waiting.boxes, [box]);
    const next = JSON.parse((await ask("rita", first.next)).html);
    assert.deepEqual([next.results.length, next.results[0].number, next.next], [1, 3, null]);
    const one = JSON.parse((await ask("rita", "/api/review/images/B-US1/3")).html);
    assert.equal(one.reason, "BurnedInAnnotation is absent, Modality US");
    for (const path of ["/api/review/images/B-US1/9", "/api/review/images/B-NONE/1"]) {
      assert.equal((await ask("rita", path)).status, 404, path);
    }
    for (const path of ["/api/review/images/B-US1/x", "/api/review/images?colour=red"]) {
      const { status, headers } = await ask("rita", path);
      assert.equal(status, 400, path);
      assert.equal(headers.get("content-type"), "application/problem+json");
    }
  });
});

Deno.test("the API decides, after dryRun has counted the images of a larger scope", async () => {
  const review = fakeReview([1, 2, 3].map((number) => waitingImage(number)));
  await withReviewPages(review, async (ask) => {
    const send = async (values: Readonly<Record<string, unknown>>) => {
      const { status, html } = await ask("rita", "/api/review/decisions", decision(values));
      return { status, body: JSON.parse(html) };
    };
    const invalid = [
      { action: "burn" },
      { action: "reject", images: [{ batch: "B-US1", number: 1 }] },
      { action: "redact" },
      { action: "redact", boxes: [{ ...box, width: 0 }] },
      { action: "redact", boxes: [{ ...box, left: 1 }] },
      { action: "release", boxes: [box] },
      { action: "release", reason: "x".repeat(501) },
      { action: "release", by: "somebody else" },
    ];
    for (const values of invalid) {
      assert.equal((await send(values)).status, 400, JSON.stringify(values));
    }
    assert.equal(
      (await send({ images: [shown(9)], action: "reject" })).status,
      404,
    );
    const other = { ...shown(1), sha256: digestOf(2) };
    assert.equal((await send({ images: [other], action: "reject" })).status, 404, "not as shown");
    const values = { action: "redact", scope: "alike", boxes: [box], reason: "name" };
    const fingerprint = fingerprintOf([1, 2, 3]);
    assert.deepEqual(await send({ ...values, dryRun: true }), {
      status: 200,
      body: { images: 3, batches: 1, fingerprint },
    });
    assert.equal((await send(values)).status, 409, "without the fingerprint");
    const others = fingerprintOf([1, 2]);
    assert.equal((await send({ ...values, expected: others })).status, 409, "of other images");
    assert.equal(review.recorded.length, 0);
    const { status, body } = await send({ ...values, expected: fingerprint });
    assert.equal(status, 201);
    assert.deepEqual(body, { id: 1, images: 3, batches: 1, fingerprint });
    assert.equal(review.recorded[0]?.by, "token rita");
    assert.equal((await send({ action: "reject" })).status, 404, "it no longer waits");
    const undone = await ask("rita", "/api/review/decisions/1/undo", "");
    assert.deepEqual(JSON.parse(undone.html), { images: 3, started: 0 });
  });
});

Deno.test("in the API, another reviewer confirms", async () => {
  const review = fakeReview([waitingImage(1)], { fourEyes: true });
  await withReviewPages(review, async (ask) => {
    await ask("rita", "/api/review/decisions", decision({ action: "release" }));
    const path = "/api/review/decisions/1/confirm";
    assert.equal((await ask("rita", path, "")).status, 409);
    const { status, html } = await ask("rolf", path, "");
    assert.equal(status, 200);
    assert.deepEqual(JSON.parse(html), { images: 1 });
    assert.equal((await ask("rolf", path, "")).status, 409, "it was confirmed before");
  });
});

Deno.test("the document of the API describes a review only if there is one", async () => {
  await withReviewPages(fakeReview([]), async (ask) => {
    const { paths } = JSON.parse((await ask("ron", "/api/openapi.json")).html);
    assert.ok(paths["/review/decisions"]);
    assert.equal((await ask("ron", "/api")).status, 200);
  });
  await withReviewPages(undefined, async (ask) => {
    const { paths } = JSON.parse((await ask("ron", "/api/openapi.json")).html);
    assert.deepEqual(Object.keys(paths).filter((path) => path.startsWith("/review")), []);
  });
});
