import { join } from "node:path";
import type { ManifestLine } from "../../model/delivery.ts";
import { IntakeError } from "../../model/errors.ts";
import { manifestName, readManifest } from "../../output/manifest.ts";
import { isThere } from "../../system/pooled_files.ts";
import { systemCode } from "../../system/system_code.ts";
import { ConflictError, type Delivery } from "../destination.ts";
import { digestOf } from "../durable_file.ts";
import { versionOf } from "../receipts.ts";

/**
 * Throws ConflictError unless the existing folder of a Batch at the target is an earlier output of
 * this Batch, or replacing it was requested. If the folder has no manifest, or one that is damaged
 * or not ours, it must contain nothing else but images of the Batch.
 */
export async function requireReplaceable(existing: string, delivery: Delivery): Promise<void> {
  if (!await isThere(existing)) return;
  if (!(await Deno.stat(existing)).isDirectory) throw new ConflictError();
  try {
    if (await isThere(join(existing, manifestName))) await requireOwnOutput(existing, delivery);
    else await requireOwnImages(existing, delivery);
  } catch (error) {
    // a file where the Batch has a directory, or the reverse
    throw ["EISDIR", "ENOTDIR"].includes(systemCode(error)) ? new ConflictError() : error;
  }
}

async function requireOwnOutput(existing: string, delivery: Delivery): Promise<void> {
  const manifest = await digestOf(join(existing, manifestName));
  if (manifest === "") throw new ConflictError(); // a pipe, or something else that is no file
  const isSameOutput = manifest === await digestOf(join(delivery.folder, manifestName));
  try {
    for await (const images of readManifest(existing)) {
      for (const image of images) {
        const sha256 = await digestOf(join(existing, image.path)) ?? image.sha256;
        // delivered, but the confirmation was lost
        if (isSameOutput && sha256 === image.sha256) continue;
        if (!await isOwn({ ...image, sha256 }, delivery)) throw new ConflictError();
      }
    }
  } catch (error) {
    if (!(error instanceof IntakeError) || error.code !== "MANIFEST_DAMAGED") throw error;
    const own = await requireOwnImages(existing, delivery, 1);
    if (own === 0) throw new ConflictError();
  }
}

/**
 * Returns the number of the Batch's images in the folder, besides which it may have `others`
 * other files. Throws ConflictError.
 */
async function requireOwnImages(
  existing: string,
  delivery: Delivery,
  others = 0,
): Promise<number> {
  let own = 0;
  for await (const images of readManifest(delivery.folder)) {
    for (const image of images) {
      const sha256 = await digestOf(join(existing, image.path));
      if (sha256 === undefined) continue;
      const isSame = sha256 === image.sha256;
      if (!isSame && !await isOwn({ ...image, sha256 }, delivery)) throw new ConflictError();
      own++;
    }
  }
  if (own + others < await countFiles(existing)) throw new ConflictError();
  return own;
}

async function isOwn(
  image: ManifestLine,
  { confirmed, mayReplace }: Delivery,
): Promise<boolean> {
  const isConfirmed = (await confirmed([versionOf(image)])).size > 0;
  return isConfirmed || await mayReplace?.(image.SOPInstanceUID, image.sha256) === true;
}

async function countFiles(directory: string): Promise<number> {
  let files = 0;
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    files += isDirectory ? await countFiles(join(directory, name)) : 1;
  }
  return files;
}
