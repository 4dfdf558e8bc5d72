/** Control characters that texts have: those of lines and pages, and the escape of ISO 2022. */
const controls = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b]);
const beyondASCII = /[\x80-\xff]/;
const longest = 64 << 10;
const longestRun = 4096;

/**
 * Whether what stands at `from` up to `to` of bytes (as Latin-1) is part of a text, and not of
 * numbers that happen to look like one: the whole value is text, in eight or sixteen bits a
 * character, or the text around it ends at NULs or at the ends of the value, as strings of C do.
 */
export function isInText(value: string, from: number, to: number): boolean {
  if (value.length <= longest && isText(withoutZeros(value))) return true;
  const [start, end] = runAround(value, from, to);
  return isEdge(value, start - 1) && isEdge(value, end);
}

/**
 * Where the printable characters around a hit begin and end: those of ASCII, and letters of other
 * scripts (bytes from 80 on) where the hit itself has some.
 */
export function runAround(value: string, from: number, to: number): readonly [number, number] {
  const last = beyondASCII.test(value.slice(from, to)) ? 0xff : 0x7e;
  const isPrintable = (code: number): boolean => code >= 0x20 && code <= last && code !== 0x7f;
  let [start, end] = [from, to];
  while (from - start < longestRun && isPrintable(value.charCodeAt(start - 1))) start--;
  while (end - to < longestRun && isPrintable(value.charCodeAt(end))) end++;
  return [start, end];
}

/** Whether bytes may be a text in any character set. */
function isText(value: string): boolean {
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code === 0x7f || (code < 0x20 && !controls.has(code))) return false;
  }
  return true;
}

/** Without the zeros of UTF-16, where every second byte is one, and without those that pad. */
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
