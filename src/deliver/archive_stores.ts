import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Bucket } from "./bucket.ts";
import { digestOf, writeDurably } from "./durable_file.ts";
import { resizePieces } from "./resize_pieces.ts";
import { hasObject, partSizeOf, putObject, storedManifestDigest } from "./put_object.ts";
import { requireDirectory } from "./require_directory.ts";
import { freeSpaceAndRethrow, removeLeftovers, stagedFolder } from "./staged_folder.ts";
import { type ArchiveStore, manifestOf } from "./to_archive.ts";
import { syncDirectory } from "./sync_tree.ts";
import { throwAsDeliveryError } from "./throw_as_delivery_error.ts";

/**
 * Stores archives in a bucket, with the SHA-256 of the manifest as metadata
 * (`x-amz-meta-manifest`).
 */
export function archivesInBucket(bucket: Bucket): ArchiveStore {
  return {
    name: bucket.name,
    async put({ name, manifest }, bytes, pieces, delivery) {
      const location = { bucket, key: [name], metadata: { manifest } };
      await putObject(location, resizePieces(pieces, partSizeOf(bytes)), delivery);
    },
    has: ({ name, manifest }, { bytes }, delivery) =>
      hasObject({ bucket, key: [name], metadata: { manifest } }, delivery, bytes),
    async find({ name }, delivery) {
      const sha256 = await storedManifestDigest({ bucket, key: [name], metadata: {} }, delivery);
      return sha256 === undefined ? undefined : { object: manifestOf(name), sha256 };
    },
  };
}

/** Stores archives in a directory: writes `<name>.tmp<claim>`, makes it durable and renames it. */
export function archivesInDirectory(directory: string): ArchiveStore {
  return {
    name: pathToFileURL(directory).href,
    async put({ name }, _, pieces, { claim, confirmLease }) {
      const staged = stagedFolder(directory, name, claim);
      const write = async (): Promise<void> => {
        await requireDirectory(directory);
        removeLeftovers(directory, name, claim);
        await writeDurably(staged, pieces);
      };
      const place = async (): Promise<void> => {
        await Deno.rename(staged, join(directory, name));
        await syncDirectory(directory);
      };
      await write().catch((error) => freeSpaceAndRethrow(error, staged)).catch(
        throwAsDeliveryError,
      );
      await confirmLease();
      await place().catch(throwAsDeliveryError);
    },
    async find({ name }) {
      const sha256 = await digestOf(join(directory, name)).catch(throwAsDeliveryError);
      return sha256 === undefined ? undefined : { object: name, sha256 };
    },
    has: async ({ name }, { sha256 }) =>
      await digestOf(join(directory, name)).catch(throwAsDeliveryError) === sha256,
  };
}
