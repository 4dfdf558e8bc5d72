import { Buffer } from "node:buffer";
import { explicit, undefinedLength } from "./raw_elements.ts";

export function items(tag: number, count: number, content: (number: number) => Uint8Array): Buffer {
  const parts = Array.from({ length: count }, (_, at) => {
    const bytes = content(at);
    const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
    head.writeUInt32LE(bytes.length, 4);
    return Buffer.concat([head, bytes]);
  });
  return explicit(tag, "SQ", Buffer.concat(parts));
}

export function nested(depth: number): Buffer {
  const open = Buffer.concat([
    explicit(0x00081140, "SQ", "", { length: undefinedLength }),
    Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff]),
  ]);
  const close = Buffer.from([
    0xfe,
    0xff,
    0x0d,
    0xe0,
    0,
    0,
    0,
    0,
    0xfe,
    0xff,
    0xdd,
    0xe0,
    0,
    0,
    0,
    0,
  ]);
  return Buffer.concat([
    ...Array.from({ length: depth }, () => open),
    ...Array.from({ length: depth }, () => close),
  ]);
}

/** Private blocks in groups of their own, each with a creator and some elements. */
export function privateBlocks(count: number, elements = 1): Record<number, Buffer> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => {
    const group = 0x0021 + 2 * (at % 16_000);
    const block = 0x10 + Math.floor(at / 16_000);
    const creator = explicit(group * 0x10000 + block, "LO", even(`MAKER ${at}`));
    const others = Array.from({ length: elements }, (_, one) => {
      return explicit(group * 0x10000 + block * 0x100 + one % 256, "LO", "ab");
    });
    return [group * 0x10000 + block, Buffer.concat([creator, ...others])];
  }));
}

export function text(value: string): Buffer {
  return explicit(0x00189941, "UT", Buffer.from(even(value), "latin1"));
}

export function even(value: string): string {
  return value + (value.length % 2 === 0 ? "" : " ");
}

/** A word of letters, another one for each number. */
export function word(number: number, length: number): string {
  let [letters, rest] = ["", number];
  while (letters.length < length) {
    letters = String.fromCharCode(97 + rest % 26) + letters;
    rest = Math.floor(rest / 26);
  }
  return letters;
}
