import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { ManifestLine } from "../model/delivery.ts";
import { writeAll } from "../system/write_and_sync.ts";

/** The file name of the manifest, which every output folder contains. */
export const manifestName = "manifest.jsonl";

const linesPerChunk = 200;

/** Writes `manifest.jsonl` into a staged folder, one line per image, and makes it durable. */
export async function writeManifest(
  staged: string,
  chunks: Iterable<readonly ManifestLine[]>,
): Promise<void> {
  using file = Deno.openSync(join(staged, manifestName), {
    create: true,
    truncate: true,
    write: true,
    mode: 0o640,
  });
  for (const lines of chunks) {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    writeAll(file, new TextEncoder().encode(text));
  }
  await file.syncData();
}

/** Yields the lines of an output folder's manifest, a bounded number at a time. */
export async function* readManifest(folder: string): AsyncGenerator<ManifestLine[]> {
  const input = createReadStream(join(folder, manifestName));
  const lines = createInterface({ input, crlfDelay: Infinity });
  let chunk: ManifestLine[] = [];
  for await (const line of lines) {
    chunk.push(JSON.parse(line));
    if (chunk.length < linesPerChunk) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
