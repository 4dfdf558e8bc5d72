import { writeAll } from "../write_all.ts";

/** Writes chunks of text to a file as they arrive. */
export async function writeText(path: string, chunks: AsyncIterable<string>): Promise<void> {
  using file = Deno.openSync(path, { create: true, truncate: true, write: true, mode: 0o640 });
  const encoder = new TextEncoder();
  for await (const chunk of chunks) {
    writeAll(file, encoder.encode(chunk));
  }
  file.syncSync();
}
