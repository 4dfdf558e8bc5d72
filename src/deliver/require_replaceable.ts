import { join } from "node:path";
import { exists } from "../exists.ts";
import type { Delivery } from "./destination.ts";
import { digestOf } from "./durable_file.ts";
import { ConflictError } from "./stored_content.ts";
import { type ManifestLine, manifestName, readManifest } from "./manifest.ts";

/**
 * Throws ConflictError unless what stands at a Batch's place is an earlier output of it, or was
 * asked to be replaced. Without its manifest it may hold images of the Batch, and nothing else.
 */
export async function requireReplaceable(place: string, delivery: Delivery): Promise<void> {
  if (!exists(place)) return;
  if (exists(join(place, manifestName))) await requireOwnOutput(place, delivery);
  else await requireOwnImages(place, delivery);
}

async function requireOwnOutput(place: string, delivery: Delivery): Promise<void> {
  const isSameOutput = await digestOf(join(place, manifestName)) ===
    await digestOf(join(delivery.folder, manifestName));
  for await (const images of readManifest(place)) {
    for (const image of images) {
      const sha256 = await digestOf(join(place, image.path)) ?? image.sha256;
      if (isSameOutput && sha256 === image.sha256) continue; // it came, and nobody heard of it
      if (!await isOwn({ ...image, sha256 }, delivery)) throw new ConflictError();
    }
  }
}

async function requireOwnImages(place: string, delivery: Delivery): Promise<void> {
  let own = 0;
  for await (const images of readManifest(delivery.folder)) {
    for (const image of images) {
      const sha256 = await digestOf(join(place, image.path));
      if (sha256 === undefined) continue;
      const isSame = sha256 === image.sha256;
      if (!isSame && !await isOwn({ ...image, sha256 }, delivery)) throw new ConflictError();
      own++;
    }
  }
  if (own < countFiles(place)) throw new ConflictError();
}

async function isOwn(
  image: ManifestLine,
  { confirmed, mayReplace }: Delivery,
): Promise<boolean> {
  const isConfirmed = (await confirmed([image])).size > 0;
  return isConfirmed || await mayReplace?.(image.SOPInstanceUID, image.sha256) === true;
}

function countFiles(directory: string): number {
  let files = 0;
  for (const { name, isDirectory } of Deno.readDirSync(directory)) {
    files += isDirectory ? countFiles(join(directory, name)) : 1;
  }
  return files;
}
