/** Writes text to a file as it comes. */
export async function writeText(path: string, chunks: AsyncIterable<string>): Promise<void> {
  using file = Deno.openSync(path, { create: true, truncate: true, write: true, mode: 0o640 });
  const encoder = new TextEncoder();
  for await (const chunk of chunks) {
    const bytes = encoder.encode(chunk);
    for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
  }
  file.syncSync();
}
