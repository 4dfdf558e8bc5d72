import { Buffer } from "node:buffer";

/** Bytes that length fields, delimiters and texts are made of. */
const telling = [0x00, 0x01, 0x20, 0x5c, 0x7f, 0x80, 0xe0, 0xfe, 0xff];

/** A copy of a file with one to six damages: turned bits, other bytes, cuts, gaps, repetitions. */
export function mutate(source: Uint8Array, random: (below: number) => number): Uint8Array {
  let bytes = source;
  for (let damages = 1 + random(6); damages > 0 && bytes.length > 0; damages--) {
    const inHeader = random(2) === 0;
    bytes = damage(bytes, random(inHeader ? Math.min(bytes.length, 3000) : bytes.length), random);
  }
  return bytes;
}

function damage(source: Uint8Array, at: number, random: (below: number) => number): Uint8Array {
  const bytes = new Uint8Array(source); // a Buffer would slice() itself, not a copy
  const part = bytes.slice(at, at + 1 + random(32));
  switch (random(6)) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
      return bytes;
    case 1:
      bytes[at] = telling[random(telling.length)] ?? 0;
      return bytes;
    case 2:
      for (let n = 0; n < 4; n++) bytes[at + n] = telling[random(telling.length)] ?? 0;
      return bytes;
    case 3:
      return bytes.subarray(0, at + 1);
    case 4:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + part.length)]);
    default:
      return Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]);
  }
}
