/**
 * Whether the name of a directory entry is valid UTF-8. The runtime shows the bytes of others
 * (ISO 8859-1, say) as U+FFFD, and cannot open them.
 */
export function isUtf8Name(name: string): boolean {
  return !name.includes("\uFFFD");
}
