import { join } from "node:path";
import type { Confirmation, Delivery } from "./destination.ts";
import { digestOf } from "./durable_file.ts";
import { type ManifestLine, manifestName, readManifest } from "./manifest.ts";

/** What a target said of an image that it has. */
export interface Sent extends Pick<Confirmation, "state"> {
  /** What is to be said besides. */
  readonly note?: string;
}

/** It had the image before. */
export const alreadyStored: Sent = { state: "same", note: "it was there already" };

/** That a target has an image of the manifest. */
export function confirmationOf(
  { SOPInstanceUID: object, bytes, sha256 }: ManifestLine,
  { note, state }: Sent = {},
): Confirmation {
  return { object, bytes, sha256, note: note ?? null, ...(state ? { state } : {}) };
}

/** That a target has every image of a Batch, and these alone: its manifest, too. */
export async function* confirmations(
  folder: string,
  note?: string,
  manifest = manifestName,
): AsyncGenerator<readonly Confirmation[]> {
  const sent = note === undefined ? {} : { note };
  for await (const images of readManifest(folder)) {
    yield images.map((image) => confirmationOf(image, sent));
  }
  yield [confirmationOf(await manifestLine(folder, manifest), sent)];
}

/** Whether a target has confirmed every image of a Batch before, and the same manifest. */
export async function isConfirmed(
  { folder, confirmed }: Delivery,
  manifest = manifestName,
): Promise<boolean> {
  for await (const images of readManifest(folder)) {
    if ((await confirmed(images)).size < images.length) return false;
  }
  return (await confirmed([await manifestLine(folder, manifest)])).size === 1;
}

/** The manifest of an output folder as an object that a target may have, under some name. */
export async function manifestLine(
  folder: string,
  SOPInstanceUID: string = manifestName,
): Promise<ManifestLine> {
  const path = join(folder, manifestName);
  const sha256 = await digestOf(path) ?? "";
  const none = { StudyInstanceUID: "", SeriesInstanceUID: "" };
  const bytes = sha256 === "" ? 0 : Deno.statSync(path).size;
  return { ...none, SOPInstanceUID, path: manifestName, sha256, bytes };
}
