import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileCall } from "../system/file_call.ts";
import { exists } from "../system/paths.ts";
import { writeNewFile } from "../system/pooled_files.ts";
import type { ReadableFile } from "../system/readable_file.ts";
import { outputUnwritable } from "../system/system_code.ts";
import { syncDirectory, syncEntries, writeAll } from "../system/write_and_sync.ts";

// QUARANTINE has a folder for each Batch with images that wait for a person (`<code>/`, mode 0700):
//
//   <SHA-256>.dcm   the copy of an original
//   <SHA-256>.png   its thumbnail, if its first frame can be read
//   words.json      the words by which other images of the Batch name persons
//   <file number>.dcm   without a review: the copy of a held image (setting QUARANTINE)
//
// A file gets its name when it is complete and durable, and then keeps its content: what a reviewer
// is shown under a name is what the decision is about. `sweep_quarantine.ts` deletes these files.

type Source = Pick<ReadableFile, "readSync" | "seekSync">;

/** The name of the copy of an original that waits. */
export function originalName(sha256: string): string {
  return `${sha256}.dcm`;
}

/** The name of its thumbnail. */
export function thumbnailName(sha256: string): string {
  return `${sha256}.png`;
}

/** The name of the copy of a held image that does not wait: the number of its file. */
export function heldName(fileNumber: number): string {
  return `${fileNumber}.dcm`;
}

/** The name of the file with words of the other images of a Batch. */
export const wordsName = "words.json";

/** A name that no other writer uses, for a file that is not complete. */
function unfinishedName(): string {
  return `${crypto.randomUUID()}.tmp`;
}

/**
 * Copies the original of a held image to a folder of the quarantine, durably. The copy identifies
 * the patient. It is read through `buffer` from the open file that was screened, even if another
 * file has its path now. `nameOf` gives the copy its name. A repeated job replaces the copy.
 * Returns its SHA-256 in hexadecimal. Throws IntakeError OUTPUT_UNWRITABLE.
 */
export function quarantine(
  source: Source,
  folder: string,
  nameOf: (sha256: string) => string,
  buffer: Uint8Array,
): string {
  const hash = createHash("sha256");
  const unfinished = join(folder, unfinishedName());
  const copyAll = (): string => {
    const isNew = !exists(folder);
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    {
      using copy = Deno.openSync(unfinished, { createNew: true, write: true, mode: 0o600 });
      for (const part of partsOf(source, buffer)) {
        hash.update(part);
        writeAll(copy, part);
      }
      copy.syncDataSync();
    }
    const sha256 = hash.digest("hex");
    Deno.renameSync(unfinished, join(folder, nameOf(sha256)));
    syncEntries(folder);
    if (isNew) syncEntries(join(folder, ".."));
    return sha256;
  };
  try {
    return fileCall(copyAll);
  } catch (error) {
    removeUnfinished(unfinished);
    throw unwritable(error);
  }
}

/** Removes a file that may be what fills the disk; otherwise the end of the job removes it. */
function removeUnfinished(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // it was not created, or the directory cannot be written
  }
}

/**
 * Adds a small file to a folder of the quarantine, durably, in place of one of the same name.
 * Throws IntakeError OUTPUT_UNWRITABLE.
 */
export async function addToQuarantine(
  folder: string,
  name: string,
  content: Uint8Array,
): Promise<void> {
  const unfinished = join(folder, unfinishedName());
  try {
    await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
    await writeNewFile(unfinished, [content], 0o600);
    await Deno.rename(unfinished, join(folder, name));
    await syncDirectory(folder);
  } catch (error) {
    removeUnfinished(unfinished);
    throw unwritable(error);
  }
}

function unwritable(error: unknown): Error {
  return outputUnwritable(error, { place: "QUARANTINE" });
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
