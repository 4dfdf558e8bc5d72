import { Buffer } from "node:buffer";
import iconv from "iconv-lite";

/** What announces two bytes of seven bits a character, and what EUC-JP has before such a character. */
const planes: Readonly<Record<string, readonly number[]>> = {
  "$@": [],
  "$B": [],
  "$(D": [0x8f],
};

/**
 * A text of Latin-1 bytes with the characters of JIS X 0208 and 0212 that its escapes of ISO 2022
 * announce, whatever character set is declared. All else stays as it is.
 */
export function unshifted(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  const [plain = "", ...runs] = text.split("\x1b");
  return plain + runs.map(decodeRun).join("");
}

/** What follows an escape: its own signs, then a text to the next one. */
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
