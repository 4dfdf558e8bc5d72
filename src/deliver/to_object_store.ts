import type { DeliveryObject, Holding, ManifestLine } from "../model/delivery.ts";
import { basename, join } from "node:path";
import type { Bucket } from "./bucket.ts";
import { type Consignment, DeliveryError, type Destination } from "./destination.ts";
import { ConflictError } from "./holding.ts";
import { alreadyThere, manifestObject, receiptOf, type Sent } from "./confirmations.ts";
import { eachImage } from "./each_image.ts";
import { filePieces, verifiedPieces } from "./file_pieces.ts";
import { manifestName } from "./manifest.ts";
import { notedDigest, type ObjectPlace, partSizeOf, putObject } from "./put_object.ts";

const atOnce = 4;

/** Whoever may write and not read finds no conflicts; the reason comes with the write. */
function mayNotLook(error: unknown): undefined {
  if (!(error instanceof DeliveryError) || !error.isFinal) throw error;
}

/**
 * Sends the images of a Batch to a bucket, named as in the output, and the manifest last: a Batch
 * whose manifest is there is whole.
 */
export function toObjectStore(bucket: Bucket): Destination {
  const placeOf = (
    { folder }: Pick<Consignment, "folder">,
    path: string,
    metadata: ObjectPlace["metadata"],
  ): ObjectPlace => ({ bucket, key: [basename(folder), ...path.split("/")], metadata });

  const putImage = async (
    consignment: Consignment,
    image: ManifestLine,
  ): Promise<Sent> => {
    const { path, bytes, sha256, SOPInstanceUID } = image;
    const place = placeOf(consignment, path, { sha256 });
    const there = await notedDigest(place, consignment).catch(mayNotLook);
    if (there && there.sha256 === sha256 && there.bytes === bytes) return alreadyThere;
    if (there && !await consignment.mayReplace?.(SOPInstanceUID, there.sha256)) {
      throw new ConflictError();
    }
    const pieces = verifiedPieces(join(consignment.folder, path), partSizeOf(bytes), sha256);
    await putObject(place, pieces, consignment);
    return {};
  };
  return {
    name: bucket.name,
    holds: (folder, image, signal) => compare(placeOf({ folder }, image.path, {}), image, signal),
    holdsManifest: (folder, manifest, signal) =>
      compare(placeOf({ folder }, manifestName, {}), manifest, signal),
    async *deliver(consignment) {
      yield* eachImage(consignment, atOnce, (image) => putImage(consignment, image));
      const manifest = await manifestObject(consignment.folder);
      const pieces = filePieces(join(consignment.folder, manifestName), partSizeOf(manifest.bytes));
      const place = placeOf(consignment, manifestName, { sha256: manifest.sha256 });
      await putObject(place, pieces, consignment);
      yield [receiptOf(manifest)];
    },
  };
}

async function compare(
  place: ObjectPlace,
  { bytes, sha256 }: Pick<DeliveryObject, "bytes" | "sha256">,
  signal: AbortSignal,
): Promise<Holding> {
  const once = { signal, patiently: <T>(request: () => Promise<T>) => request() };
  const there = await notedDigest(place, once);
  if (!there) return "missing";
  return there.sha256 === sha256 && there.bytes === bytes ? "same" : "other";
}
