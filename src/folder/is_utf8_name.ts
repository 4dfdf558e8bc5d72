/**
 * Whether the name of a directory entry is valid UTF-8. The runtime replaces invalid bytes (of
 * ISO 8859-1, for example) by U+FFFD and cannot open such files.
 */
export function isUtf8Name(name: string): boolean {
  return !name.includes("\uFFFD");
}
