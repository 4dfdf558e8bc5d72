import { join } from "node:path";
import { addToQuarantine, thumbnailName } from "./quarantine.ts";

/**
 * Keeps the thumbnail of an original beside its copy, until both are deleted. It is never part of
 * an output. Throws IntakeError OUTPUT_UNWRITABLE.
 */
export async function keepThumbnail(
  directory: string,
  code: string,
  sha256: string,
  png: Uint8Array,
): Promise<void> {
  await addToQuarantine(join(directory, code), thumbnailName(sha256), png);
}

/** Reads a thumbnail (a PNG file); undefined if there is none, or if it cannot be read. */
export async function readThumbnail(
  directory: string,
  code: string,
  sha256: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await Deno.readFile(join(directory, code, thumbnailName(sha256)));
  } catch {
    return undefined; // a new one is drawn; if that is not possible, either, the page says why
  }
}
