import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import {
  accept,
  commandFragment,
  endsDataSet,
  messageIdOf,
  pdu,
  type RawConnection,
  type RawNode,
  rawNode,
  storeResponse,
  uint32,
} from "../support/servers/raw_node.ts";
import type { SentImages } from "../support/servers/send_images.ts";
import { run } from "../support/tools.ts";

const mostBytes = 250e6;
const script = fileURLToPath(new URL("../support/servers/send_images.ts", import.meta.url));

/** Sends images to the node, from a process of its own whose memory is measured. */
async function sentTo(node: RawNode, { images = 2, size = 64 } = {}): Promise<SentImages> {
  const args = ["run", "--quiet", "--allow-all", script, node.url.href, `${images}`, `${size}`];
  const sent: SentImages = JSON.parse(await run(Deno.execPath(), args));
  const { grownBytes } = sent;
  assert.ok(grownBytes < mostBytes, `it took ${Math.round(grownBytes / 1e6)} MB`);
  return sent;
}

function assertAway({ confirmed, fault }: SentImages, why: RegExp): void {
  assert.equal(fault?.isFinal, false, fault?.reason);
  assert.match(fault.reason, why);
  assert.equal(confirmed, 0);
}

/** Accepts the association with this maximum length, then does as it is told. */
function accepting(
  then: (connection: RawConnection) => Promise<void>,
  maximumLength = 16384,
): RawNode {
  return rawNode(async (connection) => {
    const request = await connection.read();
    if (request) await connection.write(accept(request, maximumLength));
    await then(connection);
  });
}

/** Reads requests to their end, and answers each with success. */
async function storeAll({ read, write }: RawConnection): Promise<void> {
  for (let message = 0;;) {
    const unit = await read();
    if (!unit) return;
    message = messageIdOf(unit) ?? message;
    if (endsDataSet(unit)) await write(storeResponse(message, 0, unit[10]));
    if (unit[0] === 5) await write(pdu(6, uint32(0)));
  }
}

for (const length of [1, 6, 7, 100]) {
  Deno.test(`nothing is sent to a node that accepts PDUs of ${length} bytes, and no memory is used`, async () => {
    await using node = accepting(storeAll, length);
    assertAway(await sentTo(node, { images: 1, size: 1024 }), /only PDUs of fewer than 1024 bytes/);
  });
}

for (
  const [what, fragment] of [["", new Uint8Array(16000)], [
    " of nothing",
    new Uint8Array(),
  ]] as const
) {
  Deno.test(`a command${what} that never ends is broken off`, async () => {
    await using node = accepting(async ({ write }) => {
      for (;;) await write(commandFragment(fragment, false));
    });
    assertAway(await sentTo(node), /violated the DICOM protocol/);
  });
}

for (const type of [2, 3, 4, 5, 6, 7]) {
  Deno.test(`a unit of type ${type} that announces 4 GB is not received`, async () => {
    await using node = accepting(async ({ write }) => {
      await write(new Uint8Array([type, 0]), uint32(0xffff_fff0));
      for (;;) await write(new Uint8Array(1 << 20));
    });
    assertAway(await sentTo(node), /violated the DICOM protocol/);
  });
}

Deno.test("an accept that announces 4 GB, or fragments that end outside their unit, are refused", async () => {
  const odd: readonly Uint8Array[] = [
    pdu(4, uint32(0)),
    pdu(4, uint32(1), new Uint8Array([1])),
    pdu(4, uint32(0xffff_ffff), new Uint8Array([1, 3])),
    pdu(4, new Uint8Array([0, 0])),
    pdu(9),
    pdu(4, uint32(2), new Uint8Array([1, 2])),
    commandFragment(new Uint8Array(20).fill(255), true),
  ];
  for (const unit of odd) {
    await using node = accepting(async ({ read, write }) => {
      await write(unit);
      while (await read());
    });
    assertAway(await sentTo(node), /violated the DICOM protocol/);
  }
  await using node = rawNode(async ({ read, write }) => {
    await read();
    await write(new Uint8Array([2, 0]), uint32(0xffff_fff0));
    for (;;) await write(new Uint8Array(1 << 20));
  });
  assertAway(await sentTo(node), /violated the DICOM protocol/);
});

for (const when of ["with the accept", "at the command"]) {
  Deno.test(`a success that comes ${when}, before the data, confirms nothing`, async () => {
    await using node = rawNode(async ({ read, write }) => {
      const request = await read();
      if (!request) return;
      const early = [1, 2].map((message) => storeResponse(message, 0));
      if (when === "with the accept") {
        await write(accept(request, 16384), ...early);
      } else {
        await write(accept(request, 16384));
        await read();
        await write(...early);
      }
      while (await read());
    });
    for (const size of [16, 2048]) {
      assertAway(await sentTo(node, { size }), /before receiving it|violated the DICOM protocol/);
    }
  });
}

Deno.test("a success that is said again and again does not start all requests at once", async () => {
  const open = { commands: 0, ended: 0, most: 0 };
  await using node = accepting(async ({ read, write }) => {
    for (let message = 0;;) {
      const unit = await read();
      if (!unit) return;
      if (messageIdOf(unit)) open.most = Math.max(open.most, ++open.commands - open.ended);
      message = messageIdOf(unit) ?? message;
      if (!endsDataSet(unit)) continue;
      open.ended++;
      await write(...Array.from({ length: 20 }, () => storeResponse(message, 0, unit[10])));
    }
  });
  const { confirmed, fault } = await sentTo(node, { images: 10 });
  assert.ok(open.most <= 1, `${open.most} requests at once`);
  assert.equal(fault?.isFinal, false);
  assert.ok(confirmed < 10);
});

for (const when of ["before the accept", "after it", "in the middle of a unit"]) {
  Deno.test(`a node that is silent ${when} is away`, async () => {
    await using node = rawNode(async ({ read, write }) => {
      const request = await read();
      if (when !== "before the accept" && request) await write(accept(request, 16384));
      if (when === "in the middle of a unit") {
        await write(pdu(4, new Uint8Array(200)).subarray(0, 7));
      }
      while (await read());
    });
    assertAway(await sentTo(node), /./);
  });
}

Deno.test("a node that reads and answers byte by byte, or in small units, gets every image", async () => {
  await using slow = accepting(async ({ read, write }) => {
    const bytewise: RawConnection = {
      read,
      write: async (...parts) => {
        for (const byte of parts.flatMap((part) => [...part])) await write(new Uint8Array([byte]));
      },
    };
    await storeAll(bytewise);
  }, 4096);
  const { confirmed, fault } = await sentTo(slow, { images: 5, size: 512 });
  assert.equal(fault, null);
  assert.equal(confirmed, 5);
});

Deno.test("a node without a limit (0) gets every image", async () => {
  await using node = accepting(storeAll, 0);
  const { confirmed } = await sentTo(node, { images: 3, size: 1024 });
  assert.equal(confirmed, 3);
});

Deno.test("a failure that is said before the data has come refuses that image alone", async () => {
  await using node = accepting(async ({ read, write }) => {
    for (let message = 0;;) {
      const unit = await read();
      if (!unit) return;
      const started = messageIdOf(unit);
      message = started ?? message;
      if (started === 1) await write(storeResponse(1, 0xa900, unit[10]));
      if (endsDataSet(unit) && message > 1) await write(storeResponse(message, 0, unit[10]));
      if (unit[0] === 5) await write(pdu(6, uint32(0)));
    }
  });
  const { fault } = await sentTo(node, { images: 3, size: 1024 });
  assert.equal(fault?.isFinal, true);
  assert.match(fault.reason, /^1 images: .*A900/);
});
