import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { ManifestLine } from "../model/delivery.ts";
import { filePieces, writeNewFile } from "../system/pooled_files.ts";

/** The file name of the manifest, which every output folder contains. */
export const manifestName = "manifest.jsonl";

const linesPerChunk = 200;
const pieceSize = 1 << 20;

/** Writes `manifest.jsonl` into a staged folder, one line per image, and makes it durable. */
export async function writeManifest(
  staged: string,
  chunks: Iterable<readonly ManifestLine[]>,
): Promise<void> {
  await writeNewFile(join(staged, manifestName), manifestPieces(chunks));
}

function* manifestPieces(
  chunks: Iterable<readonly ManifestLine[]>,
): Generator<Uint8Array<ArrayBuffer>> {
  for (const lines of chunks) {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    yield new TextEncoder().encode(text);
  }
}

/** Yields the lines of an output folder's manifest, a bounded number at a time. */
export async function* readManifest(folder: string): AsyncGenerator<ManifestLine[]> {
  const input = Readable.from(filePieces(join(folder, manifestName), pieceSize));
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
