import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Bucket } from "./bucket.ts";
import { digestOf, writeDurably } from "./durable_file.ts";
import { piecesOf } from "./pieces_of.ts";
import { isThere, notedManifest, partSizeOf, putObject } from "./put_object.ts";
import { requireDirectory } from "./require_directory.ts";
import { giveRoomBack, removeLeftovers, stagedFolder } from "./staged_folder.ts";
import { type ArchiveStore, manifestOf } from "./to_archive.ts";
import { syncDirectory } from "./sync_tree.ts";
import { throwFileFault } from "./throw_file_fault.ts";

/** Archives in a bucket; each carries the SHA-256 of its manifest (`x-amz-meta-manifest`). */
export function archivesInBucket(bucket: Bucket): ArchiveStore {
  return {
    name: bucket.name,
    async put({ name, manifest }, bytes, pieces, consignment) {
      const place = { bucket, key: [name], metadata: { manifest } };
      await putObject(place, piecesOf(pieces, partSizeOf(bytes)), consignment);
    },
    holds: ({ name, manifest }, { bytes }, consignment) =>
      isThere({ bucket, key: [name], metadata: { manifest } }, consignment, bytes),
    async found({ name }, consignment) {
      const sha256 = await notedManifest({ bucket, key: [name], metadata: {} }, consignment);
      return sha256 === undefined ? undefined : { object: manifestOf(name), sha256 };
    },
  };
}

/** Archives in a directory; each is written as `<name>.tmp<claim>`, made durable and renamed. */
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
      await write().catch((error) => giveRoomBack(error, staged)).catch(throwFileFault);
      await confirmLease();
      await place().catch(throwFileFault);
    },
    async found({ name }) {
      const sha256 = await digestOf(join(directory, name)).catch(throwFileFault);
      return sha256 === undefined ? undefined : { object: name, sha256 };
    },
    holds: async ({ name }, { sha256 }) =>
      await digestOf(join(directory, name)).catch(throwFileFault) === sha256,
  };
}
