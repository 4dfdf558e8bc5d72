import { basename, join } from "node:path";
import type { Bucket } from "./bucket.ts";
import { type Delivery, DeliveryError, type Destination } from "./destination.ts";
import { ConflictError, type StoredContent } from "./stored_content.ts";
import { alreadyStored, confirmationOf, manifestLine, type Sent } from "./confirmations.ts";
import { sendEachImage } from "./send_each_image.ts";
import { filePieces, verifiedPieces } from "./file_pieces.ts";
import { type ManifestLine, manifestName } from "./manifest.ts";
import { type ObjectLocation, partSizeOf, putObject, storedDigest } from "./put_object.ts";

const atOnce = 4;

/** Whoever may write and not read finds no conflicts; the reason comes with the write. */
function ignoreMissingReadPermission(error: unknown): undefined {
  if (!(error instanceof DeliveryError) || !error.isFinal) throw error;
}

/**
 * Sends the images of a Batch to a bucket, named as in the output, and the manifest last: a Batch
 * whose manifest is there is whole.
 */
export function toObjectStore(bucket: Bucket): Destination {
  const placeOf = (
    { folder }: Pick<Delivery, "folder">,
    path: string,
    metadata: ObjectLocation["metadata"],
  ): ObjectLocation => ({ bucket, key: [basename(folder), ...path.split("/")], metadata });

  const putImage = async (
    delivery: Delivery,
    image: ManifestLine,
  ): Promise<Sent> => {
    const { path, bytes, sha256, SOPInstanceUID } = image;
    const place = placeOf(delivery, path, { sha256 });
    const there = await storedDigest(place, delivery).catch(ignoreMissingReadPermission);
    if (there && there.sha256 === sha256 && there.bytes === bytes) return alreadyStored;
    if (there && !await delivery.mayReplace?.(SOPInstanceUID, there.sha256)) {
      throw new ConflictError();
    }
    const pieces = verifiedPieces(join(delivery.folder, path), partSizeOf(bytes), sha256);
    await putObject(place, pieces, delivery);
    return {};
  };
  return {
    name: bucket.name,
    hasManifests: true,
    holds: async (folder, { path, bytes, sha256 }, signal): Promise<StoredContent> => {
      const once = { signal, withRetry: <T>(request: () => Promise<T>) => request() };
      const there = await storedDigest(placeOf({ folder }, path, {}), once);
      if (!there) return "missing";
      return there.sha256 === sha256 && there.bytes === bytes ? "same" : "other";
    },
    async *deliver(delivery) {
      yield* sendEachImage(delivery, atOnce, (image) => putImage(delivery, image));
      const manifest = await manifestLine(delivery.folder);
      const pieces = filePieces(join(delivery.folder, manifestName), partSizeOf(manifest.bytes));
      const place = placeOf(delivery, manifestName, { sha256: manifest.sha256 });
      await putObject(place, pieces, delivery);
      yield [confirmationOf(manifest)];
    },
  };
}
