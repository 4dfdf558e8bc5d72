import assert from "node:assert/strict";
import type { RenderedPicture } from "../../../src/model/review_picture.ts";
import { digestOf } from "../../support/database/review.ts";
import { withReviewPages } from "../../support/review/ask_review.ts";
import { fakeReview, fingerprintOf, waitingImage } from "../../support/review/fake_review.ts";

const png: RenderedPicture = { png: Uint8Array.of(1, 2, 3), frames: 1 };
const box = { left: 0, top: 0, width: 80, height: 10 };
const found = waitingImage(1, { boxes: [box] });

function form(values: Readonly<Record<string, string>>): URLSearchParams {
  const { number = "1" } = values;
  const image = { batch: "B-US1", number, sha256: digestOf(Number(number)), scope: "image" };
  return new URLSearchParams({ ...image, ...values });
}

function shown(number: number) {
  return { batch: "B-US1", number, sha256: digestOf(number) };
}

Deno.test("only reviewers reach pages, pictures and decisions about originals", async () => {
  const [readPicture, readThumbnail] = [() => Promise.resolve(png), () => Promise.resolve(png)];
  const review = fakeReview([found], { readPicture, readThumbnail });
  await withReviewPages(review, async (ask) => {
    const pages = [
      "/review",
      "/review/B-US1/1",
      "/review/B-US1/1/picture",
      "/review/B-US1/1/thumbnail",
      "/%72eview/B-US1/1/picture",
      "/api/review/images",
      "/api/review/images/B-US1/1",
      "/api/review/images/B-US1/1/picture",
    ];
    for (const path of pages) {
      for (const name of ["olga", "ron"] as const) {
        const { status, html } = await ask(name, path);
        assert.equal(status, 403, `${name} ${path}`);
        assert.doesNotMatch(html, /B-US1\/1|ACME|BurnedIn/, path);
      }
      assert.notEqual((await ask(undefined, path)).status, 200, path);
      const { status, headers } = await ask("rita", path);
      assert.equal(status, 200, path);
      assert.equal(headers.get("cache-control"), "no-store", path);
      assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'/, path);
    }
    const changes = ["/review/decide", "/review/decisions/1/undo", "/review/decisions/1/confirm"];
    for (const path of changes) {
      for (const name of ["olga", "ron"] as const) {
        const { status } = await ask(name, path, form({ action: "release" }));
        assert.equal(status, 403, `${name} ${path}`);
      }
      const api = path.replace("decide", "decisions");
      const body = JSON.stringify({ images: [shown(1)], action: "release" });
      assert.equal((await ask("olga", `/api${api}`, body)).status, 403, api);
    }
    assert.equal(review.recorded.length, 0);
    assert.equal((await ask("rita", "/batches/actions", form({}))).status, 403, "not an operator");
  });
});

Deno.test("without the ports of a review, its pages do not exist", async () => {
  await withReviewPages(undefined, async (ask) => {
    for (const path of ["/review", "/review/B-US1/1", "/api/review/images"]) {
      assert.equal((await ask("rita", path)).status, 404, path);
    }
  });
});

Deno.test("the grid shows each waiting image, its reason and rectangles, in pages", async () => {
  const images = Array.from({ length: 30 }, (_, at) => waitingImage(at, { boxes: [box] }));
  await withReviewPages(fakeReview(images), async (ask) => {
    const { html, words } = await ask("rita", "/review");
    assert.equal(html.match(/class="thumb"/g)?.length, 24);
    assert.match(html, /<rect x="0" y="0" width="80" height="10"/);
    assert.match(words, /30 images wait for a decision/);
    assert.match(words, /US ACME, device 0F3A 60 x 80 BurnedInAnnotation is absent, Modality US/);
    const [, next = ""] = /rel="next" href="([^"]+)"/.exec(html) ?? [];
    const second = await ask("rita", next.replaceAll("&amp;", "&"));
    assert.equal(second.html.match(/class="thumb"/g)?.length, 6);
    assert.doesNotMatch(second.html, /rel="next"/);
    const [, same = ""] = /href="(\/review\?[^"]*device[^"]*)"/.exec(html) ?? [];
    const filtered = await ask("rita", same.replaceAll("&amp;", "&"));
    assert.match(filtered.words, /device: ACME, device 0F3A/);
    assert.match((await ask("rita", "/review?device=other")).words, /No images here/);
  });
});

Deno.test("each action about one image is recorded, and the next image is shown", async () => {
  const review = fakeReview([1, 2, 3].map((number) => waitingImage(number, { boxes: [box] })));
  await withReviewPages(review, async (ask) => {
    const sent = [
      { action: "redact", box: "0,0,80,10", number: "1", reason: "name at the top" },
      { action: "release", box: "0,0,80,10", number: "2" },
      { action: "reject", number: "3" },
    ];
    const places = [];
    for (const values of sent) {
      const { status, headers } = await ask("rita", "/review/decide", form(values));
      assert.equal(status, 303);
      places.push(headers.get("location"));
    }
    assert.deepEqual(places, [
      "/review/B-US1/2?decided=1-1",
      "/review/B-US1/3?decided=2-1",
      "/review?decided=3-1",
    ]);
    assert.deepEqual(
      review.recorded.map((one) => `${one.action} ${one.boxes.length} ${one.scope} ${one.reason}`),
      ["redact 1 image name at the top", "release 0 image ", "reject 0 image "],
    );
    for (const { by, from } of review.recorded) {
      assert.equal(`${by} ${from}`, "token rita 192.0.2.7");
    }
    const again = await ask("rita", "/review/decide", form({ action: "release" }));
    assert.equal(again.status, 409);
    assert.match(again.words, /no longer waits for a decision/);
    assert.match((await ask("rita", "/review/B-US1/2?decided=1-1")).words, /Decided: 1 image/);
  });
});

Deno.test("forms that are not valid change nothing", async () => {
  const review = fakeReview([found]);
  await withReviewPages(review, async (ask) => {
    const invalid = [
      { action: "burn" },
      { action: "release", scope: "everything" },
      { action: "redact" },
      { action: "redact", box: "0,0,0,10" },
      { action: "redact", box: "1,0,80,10" },
      { action: "redact", box: "0,51,80,10" },
      { action: "redact", box: "-1,0,8,10" },
      { action: "redact", box: "DOE" },
      { action: "reject", reason: "x".repeat(501) },
    ];
    for (const values of invalid) {
      const { status, html } = await ask("rita", "/review/decide", form(values));
      assert.equal(status, 400, JSON.stringify(values));
      assert.doesNotMatch(html, /DOE/);
    }
    const absent = await ask("rita", "/review/decide", form({ action: "reject", number: "9" }));
    assert.equal(absent.status, 409);
    for (const path of ["/review/B-US1/9", "/review/B-US1/x", "/review/B/1"]) {
      assert.equal((await ask("rita", path)).status, 404, path);
    }
    assert.equal(review.recorded.length, 0);
  });
});

Deno.test("a decision about more images is made after their number was shown, and only about them", async () => {
  const images = [1, 2, 3].map((number) => waitingImage(number, { series: `2.25.${number % 2}` }));
  const review = fakeReview(images);
  await withReviewPages(review, async (ask) => {
    const page = await ask("rita", "/review/B-US1/1");
    assert.match(page.words, /This image \(1 image\)/);
    assert.match(page.words, /its series \(2 images\)/);
    assert.match(page.words, /this device and layout \(3 images\)/);
    const values = { action: "redact", scope: "alike", box: "0,0,80,10", reason: "top" };
    const dialog = await ask("rita", "/review/decide", form(values));
    assert.equal(dialog.status, 200);
    assert.match(dialog.words, /3 images in 1 Batch\. 1 rectangle will become black in each/);
    const { html } = dialog;
    assert.equal(html.match(/class="thumb"/g)?.length, 3);
    assert.equal(html.match(/<rect x="0" y="0" width="80" height="10"/g)?.length, 3);
    assert.equal(review.recorded.length, 0);
    review.add(waitingImage(4));
    const changed = await ask(
      "rita",
      "/review/decide",
      form({ ...values, expected: fingerprintOf([1, 2, 3]) }),
    );
    assert.match(changed.words, /Other images match now/);
    assert.equal(review.recorded.length, 0);
    const { headers } = await ask(
      "rita",
      "/review/decide",
      form({ ...values, expected: fingerprintOf([1, 2, 3, 4]) }),
    );
    assert.equal(headers.get("location"), "/review?decided=1-4");
    const [decision] = review.recorded;
    assert.deepEqual([decision?.scope, decision?.boxes], ["alike", [box]]);
    const made = await ask("rita", "/review/B-US1/1");
    assert.match(made.words, /4 images with this decision/);
    const [, all = ""] = /href="(\/review\?decision=1)"/.exec(made.html) ?? [];
    review.add(waitingImage(5));
    assert.equal((await ask("rita", all)).html.match(/class="thumb"/g)?.length, 4);
  });
});

Deno.test("a decision can be undone until its job has started", async () => {
  const review = fakeReview([found]);
  await withReviewPages(review, async (ask) => {
    await ask("rita", "/review/decide", form({ action: "reject" }));
    assert.match((await ask("rita", "/review/B-US1/1")).words, /Reject \. .*Decided by token rita/);
    const undone = await ask("rita", "/review/decisions/1/undo", form({}));
    assert.equal(undone.headers.get("location"), "/review?changed=undo-1-0");
    assert.match((await ask("rita", "/review?changed=undo-1-0")).words, /Undone: 1 image\./);
    await ask("rita", "/review/decide", form({ action: "reject" }));
    review.start();
    const late = await ask("rita", "/review/decisions/2/undo", form({}));
    assert.equal(late.headers.get("location"), "/review?changed=undo-0-1");
    const said = (await ask("rita", "/review?changed=undo-0-1")).words;
    assert.match(said, /Nothing was undone.* 1 image stayed decided/);
    assert.match((await ask("rita", "/review/B-US1/1")).words, /cannot be undone/);
  });
});

Deno.test("with four eyes, another reviewer confirms", async () => {
  const review = fakeReview([found], { fourEyes: true });
  await withReviewPages(review, async (ask) => {
    await ask("rita", "/review/decide", form({ action: "release" }));
    const own = await ask("rita", "/review/B-US1/1");
    assert.match(own.words, /A second reviewer must confirm this; you made the decision/);
    assert.doesNotMatch(own.html, /decisions\/1\/confirm/);
    const refused = await ask("rita", "/review/decisions/1/confirm", form({}));
    assert.equal(refused.headers.get("location"), "/review?changed=confirm-0");
    assert.equal(review.recorded[0]?.state, "proposed");
    assert.match(
      (await ask("rolf", "/review")).words,
      /For 1 of them, a decision must be confirmed/,
    );
    assert.match((await ask("rolf", "/review/B-US1/1")).html, /decisions\/1\/confirm/);
    const confirmed = await ask("rolf", "/review/decisions/1/confirm", form({}));
    assert.equal(confirmed.headers.get("location"), "/review?changed=confirm-1");
    assert.equal(review.recorded[0]?.confirmedBy, "token rolf");
  });
});

Deno.test("a picture has the requested frame, window and size, or says why there is none", async () => {
  const requests: unknown[] = [];
  const faults: Record<number, "busy" | "gone"> = { 2: "busy", 3: "gone" };
  const review = fakeReview([found], {
    readPicture: ({ number, sha256 }, request) => {
      requests.push(sha256 === undefined ? request : { sha256, ...request });
      const fault = faults[number];
      if (fault) return Promise.resolve({ fault });
      return Promise.resolve(
        number === 4 ? { fault: "unreadable", reason: "its frames are unknown" } : png,
      );
    },
  });
  await withReviewPages(review, async (ask) => {
    const picture = "/review/B-US1/1/picture";
    const { headers } = await ask("rita", `${picture}?frame=7&center=-20.5&width=300&max=240`);
    assert.equal(headers.get("content-type"), "image/png");
    assert.equal(headers.get("picture-facts"), '{"frames":1}');
    await ask("rita", picture);
    await ask("rita", `${picture}?of=${digestOf(1)}`);
    assert.deepEqual(requests, [
      { frame: 7, maxSize: 240, window: { center: -20.5, width: 300 } },
      { frame: 0, maxSize: 2048 },
      { sha256: digestOf(1), frame: 0, maxSize: 2048 },
    ]);
    assert.match((await ask("rita", "/review/B-US1/1")).html, new RegExp(`of=${digestOf(1)}`));
    for (const query of ["frame=-1", "frame=x", "max=5000", "width=5", "width=0&center=1"]) {
      assert.equal((await ask("rita", `${picture}?${query}`)).status, 400, query);
    }
    const expected = [[2, 503], [3, 404], [4, 422]];
    for (const [number, status] of expected) {
      const asked = await ask("rita", `/review/B-US1/${number}/picture`);
      assert.equal(asked.status, status);
      assert.equal(asked.headers.get("content-type"), "application/problem+json");
    }
    assert.equal((await ask("rita", "/review/B-US1/2/picture")).headers.get("retry-after"), "1");
    assert.match((await ask("rita", "/review/B-US1/4/picture")).html, /its frames are unknown/);
  });
});
