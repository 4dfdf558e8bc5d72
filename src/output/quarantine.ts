import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileCall } from "../system/file_call.ts";
import { exists } from "../system/paths.ts";
import { namesIn } from "../system/pooled_files.ts";
import type { ReadableFile } from "../system/readable_file.ts";
import { outputUnwritable } from "../system/system_code.ts";
import { syncEntries, writeAll } from "../system/write_and_sync.ts";

type Source = Pick<ReadableFile, "readSync" | "seekSync">;

/** The name of the copy of an original: the number of the file in its Batch. */
export function quarantineName(fileNumber: number): string {
  return `${fileNumber}.dcm`;
}

/** The name of the file with words of the other images of a Batch, beside the copies. */
export const wordsName = "words.json";

/** The path of the copy of an original. */
export function quarantinePath(directory: string, code: string, fileNumber: number): string {
  return join(directory, code, quarantineName(fileNumber));
}

/**
 * Copies the original of a held image to `<directory>/<Batch code>/<file number>.dcm` for review,
 * durably. The copy identifies the patient. It is read through `buffer` from the open file that was
 * screened, even if another file has its path now. A repeated job overwrites the copy. Returns its
 * SHA-256 in hexadecimal. Throws IntakeError OUTPUT_UNWRITABLE.
 */
export function quarantine(
  source: Source,
  directory: string,
  code: string,
  fileNumber: number,
  buffer: Uint8Array,
): string {
  const folder = join(directory, code);
  const hash = createHash("sha256");
  const copyAll = (): void => {
    const isNew = !exists(folder);
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    {
      using copy = Deno.openSync(join(folder, quarantineName(fileNumber)), {
        create: true,
        truncate: true,
        write: true,
        mode: 0o600,
      });
      for (const part of partsOf(source, buffer)) {
        hash.update(part);
        writeAll(copy, part);
      }
      copy.syncDataSync();
    }
    syncEntries(folder);
    if (isNew) syncEntries(directory);
  };
  try {
    fileCall(copyAll);
  } catch (error) {
    throw outputUnwritable(error, { place: "QUARANTINE" });
  }
  return hash.digest("hex");
}

/** The SHA-256 of an open file in hexadecimal; afterwards the file is read from its start again. */
export function digestOfOriginal(source: Source, buffer: Uint8Array): string {
  const hash = createHash("sha256");
  for (const part of partsOf(source, buffer)) hash.update(part);
  source.seekSync(0, Deno.SeekMode.Start);
  return hash.digest("hex");
}

function* partsOf(source: Source, buffer: Uint8Array): Generator<Uint8Array> {
  source.seekSync(0, Deno.SeekMode.Start);
  for (let size = source.readSync(buffer); size !== null; size = source.readSync(buffer)) {
    yield buffer.subarray(0, size);
  }
}

/** Deletes the copies of a Batch, except those of the files that are still `open`. */
export async function clearQuarantine(
  directory: string,
  code: string,
  open: ReadonlySet<number>,
): Promise<void> {
  const folder = join(directory, code);
  const needed = new Set([...open].map(quarantineName));
  if (open.size > 0) needed.add(wordsName);
  try {
    for (const name of await namesIn(folder)) {
      if (!needed.has(name)) await Deno.remove(join(folder, name));
    }
    if (needed.size === 0) await Deno.remove(folder);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
