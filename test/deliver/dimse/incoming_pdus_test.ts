import assert from "node:assert/strict";
import { requireReasonableLength } from "../../../src/deliver/dimse/guard_association.ts";
import {
  IncomingCommand,
  IncomingPdus,
  ProtocolFault,
} from "../../../src/deliver/dimse/incoming_pdus.ts";
import {
  accept,
  commandFragment,
  pdu,
  storeResponse,
  uint32,
} from "../../support/servers/raw_node.ts";

const request = new Uint8Array(74);

Deno.test("IncomingPdus assembles PDUs regardless of how their bytes arrive", () => {
  const sent = [storeResponse(1, 0), pdu(6, uint32(0)), storeResponse(2, 0xb000)];
  const bytes = new Uint8Array(sent.flatMap((unit) => [...unit]));
  for (const step of [1, 5, 6, 7, 64, bytes.length]) {
    const units = new IncomingPdus();
    const read: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += step) {
      read.push(...units.read(bytes.subarray(at, at + step)));
    }
    assert.deepEqual(read, sent, `${step} bytes at a time`);
  }
});

Deno.test("IncomingPdus rejects a PDU that is empty, too long for its type, or of an unknown type, after its header", () => {
  for (const [type, length] of [[4, 262_145], [2, 131_073], [7, 5], [4, 0], [1, 4], [99, 4]]) {
    const head = new Uint8Array([type ?? 0, 0, ...uint32(length ?? 0)]);
    assert.throws(() => [...new IncomingPdus().read(head)], ProtocolFault, `${type} ${length}`);
  }
});

Deno.test("IncomingCommand assembles a response from two fragments; it rejects long responses and data sets", () => {
  const whole = storeResponse(7, 0xa700).subarray(12);
  const command = new IncomingCommand();
  assert.deepEqual(command.add(commandFragment(whole.subarray(0, 10), false)), []);
  assert.deepEqual(command.add(commandFragment(whole.subarray(10), true)), [
    { messageId: 7, status: 0xa700 },
  ]);
  assert.throws(() => command.add(commandFragment(new Uint8Array(17_000), false)), ProtocolFault);
  const ofDataSet = pdu(4, uint32(3), new Uint8Array([1, 2, 0]));
  assert.throws(() => new IncomingCommand().add(ofDataSet), ProtocolFault);
});

Deno.test("requireReasonableLength() accepts no limit, and limits of at least 1,024 bytes", () => {
  for (const length of [0, 1024, 4096, 16_384, 0xffff_ffff]) {
    requireReasonableLength(accept(request, length));
  }
  for (const length of [1, 6, 1023]) {
    assert.throws(() => requireReasonableLength(accept(request, length)), ProtocolFault);
  }
  assert.throws(() => requireReasonableLength(accept(request, 0).subarray(0, 90)), ProtocolFault);
});
