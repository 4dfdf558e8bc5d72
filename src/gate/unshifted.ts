import { Buffer } from "node:buffer";
import iconv from "iconv-lite";

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
