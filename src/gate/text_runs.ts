/** Control characters that occur in texts: line and page breaks, and the escape of ISO 2022. */
const controls = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b]);
const beyondASCII = /[\x80-\xff]/;
const longest = 64 << 10;
const longestRun = 4096;

/**
 * Whether the bytes `from` to `to` of a value (as Latin-1) are part of a text rather than binary
 * numbers that look like one. It is text if the whole value is text with 8 or 16 bits per
 * character, or if the printable characters around it end at NUL bytes or at the ends of the value.
 */
export function isInText(value: string, from: number, to: number): boolean {
  if (value.length <= longest && isText(withoutZeros(value))) return true;
  const [start, end] = runAround(value, from, to);
  return isEdge(value, start - 1) && isEdge(value, end);
}

/**
 * Start and end of the printable characters around a hit: ASCII, and bytes from 0x80 if the hit
 * itself has such bytes.
 */
export function runAround(value: string, from: number, to: number): readonly [number, number] {
  const last = beyondASCII.test(value.slice(from, to)) ? 0xff : 0x7e;
  const isPrintable = (code: number): boolean => code >= 0x20 && code <= last && code !== 0x7f;
  let [start, end] = [from, to];
  while (from - start < longestRun && isPrintable(value.charCodeAt(start - 1))) start--;
  while (end - to < longestRun && isPrintable(value.charCodeAt(end))) end++;
  return [start, end];
}

/** Whether the bytes can be a text in some character set. */
function isText(value: string): boolean {
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code === 0x7f || (code < 0x20 && !controls.has(code))) return false;
  }
  return true;
}

/** Removes the zero bytes of UTF-16 if every second byte is zero, and padding. */
function withoutZeros(value: string): string {
  let end = value.length;
  while (end > 0 && value.charCodeAt(end - 1) === 0) end--;
  const padded = value.slice(0, end);
  for (const first of [0, 1]) {
    const isWide = padded.length > 2 && everySecondIsZero(padded, first);
    if (isWide) return padded.replaceAll("\0", "");
  }
  return padded;
}

function everySecondIsZero(value: string, first: number): boolean {
  for (let at = first; at < value.length; at += 2) {
    if (value.charCodeAt(at) !== 0) return false;
  }
  return true;
}

function isEdge(value: string, at: number): boolean {
  return at < 0 || at >= value.length || value.charCodeAt(at) === 0;
}
