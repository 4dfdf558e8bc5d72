import { versionOf } from "./confirmations.ts";
import { join } from "node:path";
import { exists } from "../exists.ts";
import type { Consignment } from "./destination.ts";
import { digestOf } from "./durable_file.ts";
import { ConflictError } from "./holding.ts";
import { manifestName, readManifest } from "./manifest.ts";
import type { ManifestLine } from "../model/delivery.ts";

/**
 * Throws ConflictError unless what stands at a Batch's place is an earlier output of it, or was
 * asked to be replaced. Without its manifest it may hold images of the Batch, and nothing else.
 */
export async function requireReplaceable(place: string, consignment: Consignment): Promise<void> {
  if (!exists(place)) return;
  if (exists(join(place, manifestName))) await requireOwnOutput(place, consignment);
  else await requireOwnImages(place, consignment);
}

async function requireOwnOutput(place: string, consignment: Consignment): Promise<void> {
  const isSameOutput = await digestOf(join(place, manifestName)) ===
    await digestOf(join(consignment.folder, manifestName));
  for await (const images of readManifest(place)) {
    for (const image of images) {
      const sha256 = await digestOf(join(place, image.path)) ?? image.sha256;
      if (isSameOutput && sha256 === image.sha256) continue; // it came, and nobody heard of it
      if (!await isOwn({ ...image, sha256 }, consignment)) throw new ConflictError();
    }
  }
}

async function requireOwnImages(place: string, consignment: Consignment): Promise<void> {
  let own = 0;
  for await (const images of readManifest(consignment.folder)) {
    for (const image of images) {
      const sha256 = await digestOf(join(place, image.path));
      if (sha256 === undefined) continue;
      const isSame = sha256 === image.sha256;
      if (!isSame && !await isOwn({ ...image, sha256 }, consignment)) throw new ConflictError();
      own++;
    }
  }
  if (own < countFiles(place)) throw new ConflictError();
}

async function isOwn(
  image: ManifestLine,
  { confirmed, mayReplace }: Consignment,
): Promise<boolean> {
  const isConfirmed = (await confirmed([versionOf(image)])).size > 0;
  return isConfirmed || await mayReplace?.(image.SOPInstanceUID, image.sha256) === true;
}

function countFiles(directory: string): number {
  let files = 0;
  for (const { name, isDirectory } of Deno.readDirSync(directory)) {
    files += isDirectory ? countFiles(join(directory, name)) : 1;
  }
  return files;
}
