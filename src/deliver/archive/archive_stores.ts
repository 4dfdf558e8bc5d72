import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { freeSpaceAndRethrow, removeLeftovers, stagedFolder } from "../../output/staged_folder.ts";
import { syncDirectory } from "../../system/write_and_sync.ts";
import {
  checkDirectory,
  requireDirectory,
  throwAsDeliveryError,
} from "../directory/to_directory.ts";
import { digestOf, pieceSize, writeDurably } from "../durable_file.ts";
import type { Bucket } from "../s3/bucket.ts";
import { checkBucket } from "../s3/check_bucket.ts";
import { hasObject, partSizeOf, putObject, storedManifestDigest } from "../s3/put_object.ts";
import { type ArchiveStore, manifestOf } from "./to_archive.ts";

/**
 * Stores archives in a bucket, with the SHA-256 of the manifest as metadata
 * (`x-amz-meta-manifest`).
 */
export function archivesInBucket(bucket: Bucket): ArchiveStore {
  return {
    name: bucket.name,
    check: (signal) => checkBucket(bucket, signal),
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
    check: () => checkDirectory(directory),
    async put({ name }, _, pieces, { claim, confirmLease }) {
      const staged = stagedFolder(directory, name, claim);
      const write = async (): Promise<void> => {
        await requireDirectory(directory);
        await removeLeftovers(directory, name, claim);
        await writeDurably(staged, resizePieces(pieces, pieceSize));
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

/** Joins and splits pieces of any size into pieces of `size` bytes; the last may be shorter. */
async function* resizePieces(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let piece = new Uint8Array(size);
  let filled = 0;
  for await (let rest of source) {
    while (rest.length > 0) {
      const part = rest.subarray(0, size - filled);
      piece.set(part, filled);
      filled += part.length;
      rest = rest.subarray(part.length);
      if (filled < size) continue;
      yield piece;
      piece = new Uint8Array(size);
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}
