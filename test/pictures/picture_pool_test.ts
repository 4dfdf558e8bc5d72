import assert from "node:assert/strict";
import type { PictureResult } from "../../src/model/review_picture.ts";
import { PicturePool } from "../../src/pictures/picture_pool.ts";
import type { PictureThread } from "../../src/pictures/picture_thread.ts";
import { nativeImage } from "../support/dicom/native_image.ts";
import { readPng } from "../support/review/read_png.ts";
import { tempDir } from "../support/temp_dir.ts";

const limits = { threads: 2, pictures: 5, pictureMs: 120_000, idleMs: 60_000 };
const request = { frame: 0, maxSize: 100 };
const image = nativeImage({ rows: 1, columns: 2, frames: 1, bits: 8 }, Uint8Array.of(7, 9));

Deno.test("threads render originals, and read nothing outside of their directory", async () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/in`);
  Deno.writeFileSync(`${directory.path}/in/1.dcm`, image);
  Deno.writeFileSync(`${directory.path}/outside.dcm`, image);
  using pool = new PicturePool(`${directory.path}/in`, { ...limits, pictures: 6 });
  const results = await Promise.all(
    Array.from({ length: 6 }, () => pool.render(`${directory.path}/in/1.dcm`, request)),
  );
  for (const result of results) {
    assert.ok(!("fault" in result), JSON.stringify(result));
    assert.deepEqual(readPng(result.png).pixels, [7, 9]);
  }
  assert.deepEqual(await pool.render(`${directory.path}/in/2.dcm`, request), { fault: "gone" });
  assert.deepEqual(await pool.render(`${directory.path}/outside.dcm`, request), {
    fault: "unreadable",
    reason: "its file cannot be read",
  });
});

/** A thread that renders nothing until it is told to. */
function heldThread(started: PictureThread[], waiting: ((result: PictureResult) => void)[]) {
  let hasEnded = false;
  const thread: PictureThread = {
    get hasEnded() {
      return hasEnded;
    },
    render: () => new Promise((resolve) => waiting.push(resolve)),
    end: () => {
      hasEnded = true;
      for (const resolve of waiting.splice(0)) resolve({ fault: "busy" });
    },
  };
  started.push(thread);
  return thread;
}

Deno.test("threads and waiting pictures are bounded, and threads are used again", async () => {
  const [started, waiting]: [PictureThread[], ((result: PictureResult) => void)[]] = [[], []];
  using pool = new PicturePool("/nowhere", limits, () => heldThread(started, waiting));
  const results = Array.from({ length: 5 }, () => pool.render("/nowhere/1.dcm", request));
  assert.deepEqual(await pool.render("/nowhere/1.dcm", request), { fault: "busy" });
  assert.equal(started.length, 2);
  for (let rendered = 0; rendered < 5; rendered++) {
    while (waiting.length === 0) await Promise.resolve();
    waiting.shift()?.({ fault: "gone" });
  }
  assert.deepEqual(await Promise.all(results), Array(5).fill({ fault: "gone" }));
  assert.equal(started.length, 2);
});

Deno.test("threads read frames too, and not those whose client has gone", async () => {
  using directory = tempDir();
  Deno.writeFileSync(`${directory.path}/1.dcm`, image);
  using pool = new PicturePool(directory.path, limits);
  const result = await pool.read(`${directory.path}/1.dcm`, { frame: 0 });
  assert.ok(!("fault" in result), JSON.stringify(result));
  assert.deepEqual([...result.bytes], [7, 9]);
  assert.deepEqual(await pool.read(`${directory.path}/2.dcm`, { frame: 0 }), { fault: "gone" });

  const [started, waiting]: [PictureThread[], ((result: PictureResult) => void)[]] = [[], []];
  using busy = new PicturePool("/nowhere", limits, () => heldThread(started, waiting));
  const client = new AbortController();
  const reads = [1, 2, 3].map((at) => busy.read(`/nowhere/${at}.dcm`, { frame: 0 }, client.signal));
  while (waiting.length < 2) await Promise.resolve();
  client.abort();
  for (const resolve of waiting.splice(0)) resolve({ fault: "gone" });
  assert.deepEqual(await Promise.all(reads), [
    { fault: "gone" },
    { fault: "gone" },
    { fault: "busy" },
  ]);
  assert.equal(waiting.length, 0, "no thread was asked for the third");
});

Deno.test("a thread without work ends, and one that is closed answers what it had", async () => {
  const [started, waiting]: [PictureThread[], ((result: PictureResult) => void)[]] = [[], []];
  const pool = new PicturePool(
    "/nowhere",
    { ...limits, idleMs: 1 },
    () => heldThread(started, waiting),
  );
  const first = pool.render("/nowhere/1.dcm", request);
  waiting.shift()?.({ fault: "gone" });
  assert.deepEqual(await first, { fault: "gone" });
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, 30);
  await promise;
  assert.equal(started[0]?.hasEnded, true);
  const second = pool.render("/nowhere/1.dcm", request);
  const third = pool.render("/nowhere/1.dcm", request);
  pool[Symbol.dispose]();
  assert.deepEqual(await Promise.all([second, third]), [{ fault: "busy" }, { fault: "busy" }]);
  assert.deepEqual(await pool.render("/nowhere/1.dcm", request), { fault: "busy" });
});

Deno.test("a picture that takes too long ends its thread, and the next one has another", async () => {
  using directory = tempDir();
  const path = `${directory.path}/1.dcm`;
  Deno.writeFileSync(path, image);
  using pool = new PicturePool(directory.path, { ...limits, pictureMs: 0 });
  assert.deepEqual(await pool.render(path, request), {
    fault: "unreadable",
    reason: "rendering it takes too long",
  });
  using patient = new PicturePool(directory.path, limits);
  assert.ok(!("fault" in await patient.render(path, request)));
});
