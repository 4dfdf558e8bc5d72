import assert from "node:assert/strict";
import { FrameStore } from "../../../src/web/assets/frame_store.mjs";

interface Request {
  readonly at: number;
  readonly signal: AbortSignal;
  readonly answer: (bytes: number) => Promise<void>;
  readonly fail: (reason: string, isTransient?: boolean) => Promise<void>;
}

/** A store whose requests are answered by the test. */
function openStore(count: number, { mostBytes = 10 << 20, atOnce = 2 } = {}) {
  const requests: Request[] = [];
  const loaded: number[] = [];
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  };
  const load = (at: number, signal: AbortSignal) => {
    const { promise, resolve, reject } = Promise.withResolvers<{ bytes: number }>();
    requests.push({
      at,
      signal,
      answer: async (bytes) => {
        resolve({ bytes });
        await settle();
      },
      fail: async (reason, isTransient = false) => {
        reject(Object.assign(new Error(reason), { isTransient }));
        await settle();
      },
    });
    return promise;
  };
  const onLoad = (at: number) => void loaded.push(at);
  const store = new FrameStore(count, load, { mostBytes, atOnce, onLoad });
  const placesOf = () => requests.map(({ at }) => at);
  const last = () => requests[requests.length - 1];
  return { store, requests, loaded, placesOf, last };
}

Deno.test("the nearest frames are loaded first, ahead before behind, a few at a time", async () => {
  const { store, requests, placesOf, loaded } = openStore(10);
  store.move(4);
  assert.deepEqual(placesOf(), [4, 5]);
  for (let at = 0; at < requests.length; at++) {
    await requests[at]?.answer(10);
    assert.ok(requests.length - at - 1 <= 2, "no more than two at once");
  }
  assert.deepEqual(placesOf(), [4, 5, 3, 6, 2, 7, 1, 8, 0, 9]);
  assert.deepEqual(loaded, placesOf());
  assert.equal(store.bytes, 100);
});

Deno.test("backwards, the frames before the position are loaded first", async () => {
  const { store, requests, placesOf } = openStore(100, { atOnce: 1 });
  store.move(50);
  store.move(40);
  assert.deepEqual(placesOf(), [50, 40], "the frame at the position does not wait for others");
  assert.equal(requests[0]?.signal.aborted, true);
  await requests[1]?.answer(10);
  await requests[2]?.answer(10);
  assert.deepEqual(placesOf(), [50, 40, 39, 41]);
});

Deno.test("memory is bounded: the farthest frames are forgotten, and loaded again", async () => {
  const { store, requests, last } = openStore(100, { mostBytes: 50, atOnce: 1 });
  store.move(0);
  for (let at = 0; at < requests.length; at++) await requests[at]?.answer(10);
  assert.equal(store.loaded, 5);
  assert.equal(store.bytes, 50);
  store.move(20);
  for (let at = 5; at < requests.length; at++) {
    await requests[at]?.answer(10);
    assert.ok(store.bytes <= 50, `${store.bytes} bytes`);
  }
  assert.equal(store.get(0), undefined);
  assert.ok(store.get(20) && store.get(21) && store.get(19));
  store.move(0);
  assert.equal(last()?.at, 0);
});

Deno.test("a frame larger than the memory is shown alone", async () => {
  const { store, requests } = openStore(10, { mostBytes: 50, atOnce: 1 });
  store.move(3);
  await requests[0]?.answer(500);
  assert.deepEqual(store.get(3), { bytes: 500 });
  assert.equal(requests.length, 1, "no other frame would fit");
  store.move(4);
  await requests[1]?.answer(500);
  assert.equal(store.get(3), undefined);
  assert.equal(store.bytes, 500);
});

Deno.test("the requests of frames that are far away are ended", () => {
  const { store, requests } = openStore(100, { mostBytes: 5 * 512 * 1024, atOnce: 2 });
  store.move(10);
  store.move(60);
  assert.deepEqual(requests.map(({ at, signal }) => [at, signal.aborted]), [
    [10, true],
    [11, true],
    [60, false],
    [61, false],
  ]);
});

Deno.test("a frame that cannot be shown has a reason, and is not requested again", async () => {
  const { store, requests, loaded } = openStore(2, { atOnce: 1 });
  store.move(0);
  await requests[0]?.fail("This image cannot be shown: it is a video.");
  assert.equal(store.get(0)?.fault, "This image cannot be shown: it is a video.");
  assert.deepEqual(loaded, [0]);
  store.move(1);
  store.move(0);
  assert.equal(requests.length, 2);
});

Deno.test("a frame is requested again after a transient fault, when it is wanted", async () => {
  const { store, requests } = openStore(1, { atOnce: 1 });
  store.move(0);
  await requests[0]?.fail("The connection to the server is lost.", true);
  assert.equal(store.get(0)?.fault, "The connection to the server is lost.");
  assert.equal(requests.length, 1);
  store.move(0);
  await requests[1]?.answer(10);
  assert.deepEqual(store.get(0), { bytes: 10 });
});
