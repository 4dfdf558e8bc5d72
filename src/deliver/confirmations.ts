import type { Confirmation, Consignment } from "./destination.ts";
import { type ManifestLine, readManifest } from "./manifest.ts";

/** That a target has an image of the manifest. */
export function confirmationOf(
  { SOPInstanceUID: object, bytes, sha256 }: ManifestLine,
  note?: string,
): Confirmation {
  return { object, bytes, sha256, note: note ?? null };
}

/** That a target has every image of a Batch. */
export async function* confirmations(
  folder: string,
  note?: string,
): AsyncGenerator<readonly Confirmation[]> {
  for await (const images of readManifest(folder)) {
    yield images.map((image) => confirmationOf(image, note));
  }
}

/** Whether a target has confirmed every image of a Batch before. */
export async function isConfirmed({ folder, confirmed }: Consignment): Promise<boolean> {
  for await (const images of readManifest(folder)) {
    if ((await confirmed(images)).size < images.length) return false;
  }
  return true;
}
