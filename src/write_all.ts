/** Writes all of some bytes, however little the stream takes at once. */
export function writeAll(
  stream: { writeSync(bytes: Uint8Array): number },
  bytes: Uint8Array,
): void {
  for (let done = 0; done < bytes.length;) done += stream.writeSync(bytes.subarray(done));
}
