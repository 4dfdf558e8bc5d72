import { join } from "node:path";
import type { DeliveryObject, ManifestLine, ObjectVersion, Receipt } from "../model/delivery.ts";
import { manifestName, readManifest } from "../output/manifest.ts";
import type { Delivery } from "./destination.ts";
import { digestOf } from "./durable_file.ts";

/** The result of sending an image that the target now has. */
export interface Sent extends Pick<Receipt, "state"> {
  /** A remark for people, such as a warning of the target. */
  readonly note?: string;
}

/** The target already had the image. */
export const alreadyStored: Sent = { state: "same", note: "the target already had it" };

/** The receipt of an image. */
export function imageReceipt(image: ManifestLine, sent: Sent = {}): Receipt {
  const { SOPInstanceUID: object, bytes, sha256 } = image;
  return receiptOf({ kind: "image", object, bytes, sha256 }, sent);
}

/** The receipt of any object of a Batch. */
export function receiptOf(object: DeliveryObject, { note, state }: Sent = {}): Receipt {
  return { ...object, note: note ?? null, ...(state ? { state } : {}) };
}

/** The name and SHA-256 of an image, as its receipt has them. */
export function versionOf({ SOPInstanceUID: object, sha256 }: ManifestLine): ObjectVersion {
  return { object, sha256 };
}

/**
 * Yields the receipts of a Batch that the target has completely: the receipts of its images, then
 * the receipt of its manifest. `manifest` is the manifest's name at the target.
 */
export async function* allReceipts(
  folder: string,
  note?: string,
  manifest = manifestName,
): AsyncGenerator<readonly Receipt[]> {
  const sent = note === undefined ? {} : { note };
  for await (const images of readManifest(folder)) {
    yield images.map((image) => imageReceipt(image, sent));
  }
  yield [receiptOf(await manifestObject(folder, manifest), sent)];
}

/** Whether the target has already confirmed every image of a Batch and the same manifest. */
export async function isConfirmed(
  { folder, confirmed }: Delivery,
  manifest = manifestName,
): Promise<boolean> {
  for await (const images of readManifest(folder)) {
    if ((await confirmed(images.map(versionOf))).size < images.length) return false;
  }
  return (await confirmed([await manifestObject(folder, manifest)])).size === 1;
}

/** The manifest of an output folder; `object` is its name at the target. */
export async function manifestObject(
  folder: string,
  object: string = manifestName,
): Promise<DeliveryObject> {
  const path = join(folder, manifestName);
  const sha256 = await digestOf(path) ?? "";
  const bytes = sha256 === "" ? 0 : (await Deno.stat(path)).size;
  return { kind: "manifest", object, bytes, sha256 };
}
