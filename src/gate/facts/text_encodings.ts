import iconv from "iconv-lite";
import { Buffer } from "node:buffer";

/**
 * Character sets of PS3.3 C.12.1.1.2 by iconv's names, with their escape sequences in lower case.
 */
const encodings: readonly (readonly [name: string, escape: string, sevenBit: boolean])[] = [
  ["utf8", "", false],
  ["iso88591", "", false],
  ["iso88592", "", false],
  ["iso88593", "", false],
  ["iso88594", "", false],
  ["iso88595", "", false],
  ["iso88596", "", false],
  ["iso88597", "", false],
  ["iso88598", "", false],
  ["iso88599", "", false],
  ["iso885915", "", false],
  ["tis620", "", false],
  ["shiftjis", "", false],
  ["gb18030", "", false],
  ["euckr", "", false],
  ["eucjp", "\x1b$b", true],
];

const shortestWide = 5;

/**
 * All encodings of a text in a file, each as a string of Latin-1 in lower case: in every character
 * set that has its letters, and in UTF-16 if it is long enough to differ from binary numbers.
 */
export function encodedForms(text: string): Set<string> {
  if (isASCII(text)) return new Set(formsOfASCII(text.toLowerCase()));
  const forms = new Set<string>();
  for (const one of new Set([text, text.toUpperCase(), text.toLowerCase()])) {
    for (const form of otherForms(one)) forms.add(form);
    forms.add(folded(iconv.encode(one, "utf-16le")));
    forms.add(folded(iconv.encode(one, "utf-16be")));
  }
  return forms;
}

/** An ASCII letter is one byte in every character set, with a zero byte beside it in UTF-16. */
function formsOfASCII(text: string): string[] {
  if (text.length < shortestWide) return [text];
  const wide = text.replaceAll(/./gs, "$&\0");
  return [text, wide, `\0${wide.slice(0, -1)}`];
}

/** Bytes as a string of Latin-1 in lower case. */
export function folded(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1").toLowerCase();
}

function* otherForms(text: string): Generator<string> {
  for (const [name, escape, sevenBit] of encodings) {
    const bytes = iconv.encode(text, name);
    if (iconv.decode(bytes, name) !== text) continue;
    const plain = sevenBit ? bytes.map((byte) => byte & 0x7f) : bytes;
    yield escape + folded(plain);
  }
}

/** Whether a text has only ASCII characters. */
export function isASCII(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}

/** Escapes that start two-byte characters, and the prefix byte of such a character in EUC-JP. */
const planes: Readonly<Record<string, readonly number[]>> = {
  "$@": [],
  "$B": [],
  "$(D": [0x8f],
};

/**
 * Decodes the characters of JIS X 0208 and 0212 that follow escapes of ISO 2022, whatever
 * character set is declared. Other bytes are returned as Latin-1.
 */
export function unshifted(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  const [plain = "", ...runs] = text.split("\x1b");
  return plain + runs.map(decodeRun).join("");
}

/** The part after an escape: the final characters of the escape, then text up to the next one. */
function decodeRun(run: string): string {
  const [, shift = "", text = run] = /^([ -/]+[0-~])(.*)$/s.exec(run) ?? [];
  const plane = planes[shift];
  return plane ? text.replaceAll(/(?:[!-~]{2})+/g, (codes) => decodeCodes(codes, plane)) : text;
}

function decodeCodes(codes: string, plane: readonly number[]): string {
  const bytes = codes.match(/../gs)?.flatMap((pair) => [
    ...plane,
    ...[0, 1].map((at) => pair.charCodeAt(at) | 0x80),
  ]);
  return iconv.decode(Buffer.from(bytes ?? []), "eucjp");
}
