/** A tag in eight hexadecimal digits, as tables and PS3.18 F write it: `0010001A`. */
export function tagHex(tag: number): string {
  return tag.toString(16).padStart(8, "0").toUpperCase();
}
