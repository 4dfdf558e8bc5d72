import { join } from "node:path";
import type { ManifestLine } from "../../model/delivery.ts";
import { manifestName, readManifest } from "../../output/manifest.ts";
import { isThere } from "../../system/pooled_files.ts";
import { ConflictError, type Delivery } from "../destination.ts";
import { digestOf } from "../durable_file.ts";
import { versionOf } from "../receipts.ts";

/**
 * Throws ConflictError unless the existing folder of a Batch at the target is an earlier output of
 * this Batch, or replacing it was requested. If the folder has no manifest, it must contain nothing
 * but images of the Batch.
 */
export async function requireReplaceable(existing: string, delivery: Delivery): Promise<void> {
  if (!await isThere(existing)) return;
  if (!(await Deno.stat(existing)).isDirectory) throw new ConflictError();
  if (await isThere(join(existing, manifestName))) await requireOwnOutput(existing, delivery);
  else await requireOwnImages(existing, delivery);
}

async function requireOwnOutput(existing: string, delivery: Delivery): Promise<void> {
  const manifest = await digestOf(join(existing, manifestName));
  if (manifest === "") throw new ConflictError(); // a pipe, or something else that is no file
  const isSameOutput = manifest === await digestOf(join(delivery.folder, manifestName));
  for await (const images of readManifest(existing)) {
    for (const image of images) {
      const sha256 = await digestOf(join(existing, image.path)) ?? image.sha256;
      // delivered, but the confirmation was lost
      if (isSameOutput && sha256 === image.sha256) continue;
      if (!await isOwn({ ...image, sha256 }, delivery)) throw new ConflictError();
    }
  }
}

async function requireOwnImages(existing: string, delivery: Delivery): Promise<void> {
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
  if (own < await countFiles(existing)) throw new ConflictError();
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
