const mostKnown = 10_000;
const known = new Map<number, string>();

/** A tag as eight hexadecimal digits, as in PS3.18 F: `0010001A`. */
export function tagHex(tag: number): string {
  const found = known.get(tag);
  if (found !== undefined) return found;
  const hex = tag.toString(16).padStart(8, "0").toUpperCase();
  if (known.size < mostKnown) known.set(tag, hex);
  return hex;
}
