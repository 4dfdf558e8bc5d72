import { basename, join } from "node:path";
import type { DeliveryObject, ManifestLine, StoredContent } from "../../model/delivery.ts";
import { manifestName } from "../../output/manifest.ts";
import { filePieces } from "../../system/pooled_files.ts";
import {
  ConflictError,
  type Delivery,
  DeliveryError,
  type Destination,
  TargetDownError,
} from "../destination.ts";
import { verifiedPieces } from "../durable_file.ts";
import { alreadyStored, manifestObject, receiptOf, type Sent } from "../receipts.ts";
import { sendEachImage } from "../send_each_image.ts";
import type { Bucket } from "./bucket.ts";
import { checkBucket } from "./check_bucket.ts";
import { type ObjectLocation, partSizeOf, putObject, storedDigest } from "./put_object.ts";

const atOnce = 4;

/** Without read permission, the conflict check is skipped; the write reports the error. */
function ignoreMissingReadPermission(error: unknown): undefined {
  if (error instanceof TargetDownError && error.attemptCode === "TARGET_DENIED") return undefined;
  if (!(error instanceof DeliveryError) || !error.isFinal) throw error;
}

/**
 * Sends the images of a Batch to a bucket under the names that they have in the output, and the
 * manifest last: a Batch is complete once its manifest exists.
 */
export function toObjectStore(bucket: Bucket): Destination {
  const locationOf = (
    { folder }: Pick<Delivery, "folder">,
    path: string,
    metadata: ObjectLocation["metadata"],
  ): ObjectLocation => ({ bucket, key: [basename(folder), ...path.split("/")], metadata });

  const putImage = async (
    delivery: Delivery,
    image: ManifestLine,
  ): Promise<Sent> => {
    const { path, bytes, sha256, SOPInstanceUID } = image;
    const location = locationOf(delivery, path, { sha256 });
    const existing = await storedDigest(location, delivery).catch(ignoreMissingReadPermission);
    if (existing && existing.sha256 === sha256 && existing.bytes === bytes) return alreadyStored;
    if (existing && !await delivery.mayReplace?.(SOPInstanceUID, existing.sha256)) {
      throw new ConflictError();
    }
    const pieces = verifiedPieces(join(delivery.folder, path), partSizeOf(bytes), sha256);
    await putObject(location, pieces, delivery);
    return {};
  };
  return {
    name: bucket.name,
    check: (signal) => checkBucket(bucket, signal),
    compare: (folder, image, signal) =>
      compare(locationOf({ folder }, image.path, {}), image, signal),
    compareManifest: (folder, manifest, signal) =>
      compare(locationOf({ folder }, manifestName, {}), manifest, signal),
    async *deliver(delivery) {
      yield* sendEachImage(delivery, atOnce, (image) => putImage(delivery, image));
      const manifest = await manifestObject(delivery.folder);
      const pieces = filePieces(join(delivery.folder, manifestName), partSizeOf(manifest.bytes));
      const location = locationOf(delivery, manifestName, { sha256: manifest.sha256 });
      await putObject(location, pieces, delivery);
      yield [receiptOf(manifest)];
    },
  };
}

async function compare(
  location: ObjectLocation,
  { bytes, sha256 }: Pick<DeliveryObject, "bytes" | "sha256">,
  signal: AbortSignal,
): Promise<StoredContent> {
  const once = { signal, withRetry: <T>(request: () => Promise<T>) => request() };
  const existing = await storedDigest(location, once);
  if (!existing) return "missing";
  return existing.sha256 === sha256 && existing.bytes === bytes ? "same" : "other";
}
