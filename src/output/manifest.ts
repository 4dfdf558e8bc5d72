import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { ManifestLine } from "../model/delivery.ts";
import { IntakeError } from "../model/errors.ts";
import { filePieces, writeNewFile } from "../system/pooled_files.ts";

/** The file name of the manifest, which every output folder contains. */
export const manifestName = "manifest.jsonl";

const linesPerChunk = 200;
const pieceSize = 1 << 20;

/** Writes `manifest.jsonl` into a staged folder, one line per image, and makes it durable. */
export async function writeManifest(
  staged: string,
  chunks: Iterable<readonly ManifestLine[]> | AsyncIterable<readonly ManifestLine[]>,
): Promise<void> {
  await writeNewFile(join(staged, manifestName), manifestPieces(chunks));
}

async function* manifestPieces(
  chunks: Iterable<readonly ManifestLine[]> | AsyncIterable<readonly ManifestLine[]>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const lines of chunks) {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    yield new TextEncoder().encode(text);
  }
}

/**
 * Yields the lines of an output folder's manifest, a bounded number at a time. Throws IntakeError
 * MANIFEST_DAMAGED if a line does not describe an image.
 */
export async function* readManifest(folder: string): AsyncGenerator<ManifestLine[]> {
  const input = Readable.from(filePieces(join(folder, manifestName), pieceSize));
  const lines = createInterface({ input, crlfDelay: Infinity });
  try {
    let chunk: ManifestLine[] = [];
    for await (const line of lines) {
      chunk.push(parseLine(line));
      if (chunk.length < linesPerChunk) continue;
      yield chunk;
      chunk = [];
    }
    if (chunk.length > 0) yield chunk;
  } finally {
    const isClosed = new Promise<void>((resolve) => {
      if (input.closed) resolve();
      else input.once("close", () => resolve());
    });
    input.destroy(); // also if a line is damaged, or the reader needs no more lines
    await isClosed;
  }
}

const texts = ["path", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "sha256"];

function parseLine(text: string): ManifestLine {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (error) {
    throw manifestDamaged(error);
  }
  if (!isManifestLine(line)) throw manifestDamaged();
  return line;
}

function isManifestLine(line: unknown): line is ManifestLine {
  if (typeof line !== "object" || line === null) return false;
  const values = new Map<string, unknown>(Object.entries(line));
  return typeof values.get("bytes") === "number" &&
    texts.every((name) => typeof values.get(name) === "string");
}

function manifestDamaged(cause?: unknown): IntakeError {
  return new IntakeError(
    "MANIFEST_DAMAGED",
    "a line of the manifest does not describe an image",
    "restore the output or move it away, then retry the Batch",
    { cause },
  );
}
