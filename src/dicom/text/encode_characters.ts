import iconv from "iconv-lite";
import { Buffer } from "node:buffer";
import { textBytes } from "../small_bytes.ts";
import type { CharacterSet } from "./character_set.ts";

/** A set of characters beyond ASCII: its name in iconv, and the escape sequence that selects it. */
interface Repertoire {
  readonly name: string;
  readonly escape: string;
  /** It replaces ASCII (G0) and has seven bits; the others are beside ASCII (G1). */
  readonly isSevenBit?: boolean;
}

/** By the number of their defined terms (PS3.3 C.12.1.1.2). */
const repertoires: Readonly<Record<string, Repertoire>> = {
  "100": { name: "iso88591", escape: "\x1b-A" },
  "101": { name: "iso88592", escape: "\x1b-B" },
  "109": { name: "iso88593", escape: "\x1b-C" },
  "110": { name: "iso88594", escape: "\x1b-D" },
  "144": { name: "iso88595", escape: "\x1b-L" },
  "127": { name: "iso88596", escape: "\x1b-G" },
  "126": { name: "iso88597", escape: "\x1b-F" },
  "138": { name: "iso88598", escape: "\x1b-H" },
  "148": { name: "iso88599", escape: "\x1b-M" },
  "166": { name: "tis620", escape: "\x1b-T" },
  "149": { name: "euckr", escape: "\x1b$)C" },
  "58": { name: "gb2312", escape: "\x1b$)A" },
  "87": { name: "eucjp", escape: "\x1b$B", isSevenBit: true },
};
const toASCII = "\x1b(B";
const whole: Readonly<Record<string, string>> = { GB18030: "gb18030", GBK: "gbk" };

/**
 * A text in a character set, with the escape sequences of extensions (PS3.5 6.1.2.5). Undefined if
 * the set lacks one of its characters.
 */
export function encodeCharacters(text: string, { terms }: CharacterSet): Uint8Array | undefined {
  if (isASCII(text) || terms === "ISO_IR 192") return textBytes(text);
  const name = whole[terms];
  if (name !== undefined) return encoded(text, name);
  const sets = terms.split("\\").map((term) => repertoires[/\d+$/.exec(term)?.[0] ?? ""]);
  const parts: Uint8Array[] = [];
  let hasEscape = false;
  for (const [run] of text.matchAll(/\p{ASCII}+|\P{ASCII}+/gu)) {
    const part: Uint8Array | undefined = isASCII(run)
      ? textBytes(run)
      : encodedRun(run, sets, hasEscape);
    if (!part) return undefined;
    hasEscape ||= part[0] === 0x1b;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/**
 * A run in the first set that has all of its characters; the first set needs no escape at first.
 */
function encodedRun(
  run: string,
  sets: readonly (Repertoire | undefined)[],
  hasEscape: boolean,
): Uint8Array | undefined {
  for (const [index, set] of sets.entries()) {
    const bytes = set && encoded(run, set.name);
    if (!set || !bytes?.every((byte) => byte > 0xa0)) continue;
    if (set.isSevenBit) {
      const seven = bytes.map((byte) => byte & 0x7f);
      return Buffer.concat([textBytes(set.escape), seven, textBytes(toASCII)]);
    }
    return index === 0 && !hasEscape ? bytes : Buffer.concat([textBytes(set.escape), bytes]);
  }
  return undefined;
}

function encoded(text: string, name: string): Uint8Array | undefined {
  const bytes = iconv.encode(text, name);
  return iconv.decode(bytes, name) === text ? bytes : undefined;
}

function isASCII(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}
