import { ProtocolFault } from "./incoming_pdus.ts";

const firstItemOffset = 74;
const userInformation = 0x50;
const maximumLength = 0x51;
/** Real nodes accept 4 kB or more. Sending an image in PDUs of a few bytes would exhaust memory. */
const minimumLength = 1024;

/**
 * Checks the items of an A-ASSOCIATE-AC (PS3.8 9.3.3), and that the node accepts PDUs of a
 * reasonable length (PS3.8 D.1); 0 means no limit. Throws ProtocolFault.
 */
export function requireReasonableLength(accept: Uint8Array): void {
  for (const [type, item] of items(accept, firstItemOffset)) {
    if (type !== userInformation) continue;
    for (const [kind, value] of items(item, 0)) {
      if (kind !== maximumLength) continue;
      if (value.length !== 4) throw new ProtocolFault();
      const length = new DataView(value.buffer, value.byteOffset).getUint32(0);
      if (length > 0 && length < minimumLength) {
        throw new ProtocolFault(
          `the server accepts only PDUs of fewer than ${minimumLength} bytes`,
        );
      }
    }
  }
}

function* items(bytes: Uint8Array, start: number): Generator<[type: number, item: Uint8Array]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = start; at < bytes.length;) {
    const length = at + 4 <= bytes.length ? view.getUint16(at + 2) : Infinity;
    if (at + 4 + length > bytes.length) throw new ProtocolFault();
    yield [view.getUint8(at), bytes.subarray(at + 4, at + 4 + length)];
    at += 4 + length;
  }
}
