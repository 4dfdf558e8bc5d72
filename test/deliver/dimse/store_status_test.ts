import assert from "node:assert/strict";
import { DeliveryError } from "../../../src/deliver/destination.ts";
import { toDicomNode } from "../../../src/deliver/dimse/to_dicom_node.ts";
import type { Receipt } from "../../../src/model/delivery.ts";
import { OutgoingBatch, someImages } from "../../support/files/outgoing_batch.ts";
import { type Reaction, scriptedScp } from "../../support/servers/scripted_scp.ts";
import { tempDir } from "../../support/temp_dir.ts";

const answerMs = 5000;

/** Delivers a Batch to a node with these reactions, by image number, and returns the result. */
async function delivered(
  reactions: Readonly<Record<number, Reaction | readonly Reaction[]>>,
  images = 5,
): Promise<{
  readonly confirmed: readonly Receipt[];
  readonly refused: string;
  readonly uids: readonly string[];
  readonly asked: readonly string[];
}> {
  using directory = tempDir();
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someImages(images));
  const uids = batch.images.map(({ SOPInstanceUID }) => SOPInstanceUID);
  const times = new Map<string, number>();
  await using node = scriptedScp((uid) => {
    const reaction = reactions[uids.indexOf(uid)] ?? 0;
    const time = times.get(uid) ?? 0;
    times.set(uid, time + 1);
    return typeof reaction === "object" ? reaction[time] ?? 0 : reaction as Reaction;
  });
  const confirmed: Receipt[] = [];
  let refused = "";
  try {
    const note = (one: Receipt): void => void confirmed.push(one);
    const destination = toDicomNode(node.url, answerMs, 0);
    const noting = {
      ...destination,
      async *deliver(...args: Parameters<typeof destination.deliver>) {
        for await (const some of destination.deliver(...args)) {
          some.forEach(note);
          yield some;
        }
      },
    };
    await batch.deliver(noting, { retryMs: 5000 });
  } catch (error) {
    assert.ok(error instanceof DeliveryError && error.isFinal, String(error));
    refused = error.reason;
  }
  return { confirmed, refused, uids, asked: node.asked };
}

Deno.test("an image that the node already has counts as delivered, with state `same`", async () => {
  const { confirmed, refused, uids } = await delivered({ 1: 0x0111, 3: 0x0111 });
  assert.equal(refused, "");
  const states = confirmed.map(({ object, state }) => [uids.indexOf(object), state]);
  assert.deepEqual(states, [[0, undefined], [1, "same"], [2, undefined], [3, "same"], [
    4,
    undefined,
  ]]);
});

Deno.test("warnings are confirmations with a note", async () => {
  const warnings = [0xb000, 0xb006, 0xb007, 0xb123, 0x0001, 0x0107, 0x0116];
  const { confirmed, refused } = await delivered({ ...warnings }, warnings.length);
  assert.equal(refused, "");
  assert.equal(confirmed.length, warnings.length);
  for (const [at, { state, note }] of confirmed.entries()) {
    assert.equal(state, undefined);
    const hex = (warnings[at] ?? 0).toString(16).toUpperCase().padStart(4, "0");
    assert.ok(note?.endsWith(`(${hex})`), note ?? "");
  }
});

Deno.test("images with a failure status are refused, and the other images are delivered", async () => {
  const failures = [0x0117, 0x0122, 0x0124, 0xa900, 0xc000, 0xc123, 0x0112];
  const { confirmed, refused } = await delivered({ ...failures }, failures.length + 2);
  assert.match(refused, /^7 images: /);
  assert.equal(confirmed.length, 2);
});

Deno.test("an image is sent again until the node has resources", async () => {
  const { confirmed, refused, asked } = await delivered({
    0: [0xa700, 0],
    2: [0x0110, 0x0213, 0],
  });
  assert.equal(refused, "");
  assert.equal(confirmed.length, 5);
  assert.equal(asked.length, 8);
});

for (const way of ["abort", "abort and stay", "close", "reset"] as const) {
  Deno.test(`an image is refused when the node ends its association twice (${way}), and the others are delivered`, async () => {
    const { confirmed, refused, uids, asked } = await delivered({ 0: way, 2: way });
    assert.match(refused, /^2 images: .*STORE_ABORTED: /);
    for (const at of [0, 2]) {
      assert.ok(refused.includes(`${uids[at]}: STORE_ABORTED`));
      assert.equal(asked.filter((uid) => uid === uids[at]).length, 2);
    }
    assert.deepEqual(confirmed.map(({ object }) => uids.indexOf(object)), [1, 3, 4]);
  });
}

Deno.test("an image is sent again after the node ended its association once", async () => {
  const { confirmed, refused } = await delivered({ 0: ["abort", 0], 3: ["reset", 0] });
  assert.equal(refused, "");
  assert.equal(confirmed.length, 5);
});
