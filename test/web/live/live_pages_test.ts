import { raw } from "hono/html";
import assert from "node:assert/strict";
import { Recent } from "../../../src/web/app.tsx";
import { LivePages } from "../../../src/web/live/live_pages.ts";

/** Reads server-sent events one at a time. */
function reader(stream: ReadableStream<Uint8Array> | undefined) {
  assert.ok(stream);
  const reader = stream.getReader();
  return {
    next: async (): Promise<string> => new TextDecoder().decode((await reader.read()).value),
    close: () => reader.cancel(),
  };
}

Deno.test("readers of one page cost one rendering, and hear only of changes", async () => {
  using live = new LivePages();
  const shown = { now: "one\ntwo", rendered: 0 };
  const render = () => {
    shown.rendered++;
    return Promise.resolve(raw(shown.now));
  };
  const first = reader(await live.open("page", render));
  const second = reader(await live.open("page", render));
  assert.equal(live.readers, 2);
  for (const each of [first, second]) assert.equal(await each.next(), "data: one\ndata: two\n\n");
  shown.rendered = 0;
  await live.refresh();
  shown.now = "three";
  await live.refresh();
  assert.equal(shown.rendered, 2, "once a refresh, not once a reader");
  for (const each of [first, second]) assert.equal(await each.next(), "data: three\n\n");
  await first.close();
  assert.equal(live.readers, 1);
  await second.close();
  await live.refresh();
  assert.equal(shown.rendered, 2, "nobody looks: nothing is rendered");
});

Deno.test("a reader that does not read is not sent more and more, and then the latest", async () => {
  using live = new LivePages();
  let now = 0;
  const stream = await live.open("page", () => Promise.resolve(raw(String(now))));
  for (now = 1; now <= 50; now++) await live.refresh();
  const slow = reader(stream);
  const seen = [];
  while (seen.at(-1) !== "data: 50\n\n") seen.push(await slow.next());
  assert.ok(seen.length <= 5, `${seen.length} of 51 were kept for it`);
  await slow.close();
});

Deno.test("a page that is being made while pages end is not opened: nobody would close it", async () => {
  const live = new LivePages();
  const made = Promise.withResolvers<ReturnType<typeof raw>>();
  const open = live.open("page", () => made.promise);
  live[Symbol.dispose]();
  made.resolve(raw("late"));
  assert.equal(await open, undefined);
  assert.equal(live.readers, 0);
});

Deno.test("what was read lately is shared until it is forgotten, is too old, or failed", async () => {
  let [reads, now] = [0, 0];
  const recent = new Recent(() => Promise.resolve(++reads), 1000, () => now);
  assert.deepEqual([await recent.get(), await recent.get()], [1, 1]);
  recent.forget();
  assert.equal(await recent.get(), 2);
  now = 1000;
  assert.equal(await recent.get(), 3);
  const failing = new Recent(
    () => ++reads > 4 ? Promise.resolve(reads) : Promise.reject("x"),
    1000,
  );
  await assert.rejects(() => failing.get(), (reason) => reason === "x");
  assert.equal(await failing.get(), 5);
});
