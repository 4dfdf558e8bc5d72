import assert from "node:assert/strict";
import type { Folder } from "../../src/model/folder.ts";
import { refill } from "../../src/pipeline/refill.ts";

function folder(base: string, uid: string, modifiedMs: number): Folder {
  return { base, uid, modifiedMs, settled: false };
}

const inboxes: Record<string, Folder[]> = {
  "/a": [folder("/a", "known", 1), folder("/a", "young", 9), folder("/a", "old", 3)],
  "/b": [folder("/b", "older", 2), folder("/b", "middle", 5)],
};

async function queued(number: number | undefined): Promise<{ count: number; uids: string[] }> {
  const uids: string[] = [];
  const count = await refill(["/a", "/b"], number, {
    list: async function* (base) {
      for (const each of inboxes[base] ?? []) yield [await Promise.resolve(each)];
    },
    unknown: (names) => Promise.resolve(new Set(names.filter((name) => name !== "known"))),
    record: (folders) => {
      const added = folders.filter(({ uid }) => uid !== "known");
      uids.push(...added.map(({ uid }) => uid));
      return Promise.resolve(added.length);
    },
  });
  return { count, uids };
}

Deno.test("refill() without a number queues all that is new", async () => {
  assert.deepEqual(await queued(undefined), {
    count: 4,
    uids: ["young", "old", "older", "middle"],
  });
});

Deno.test("refill() with a number queues that many, the oldest of all inboxes", async () => {
  assert.deepEqual(await queued(2), { count: 2, uids: ["older", "old"] });
  assert.deepEqual(await queued(9), { count: 4, uids: ["older", "old", "middle", "young"] });
});
