import { basename, join } from "node:path";
import { manifestName, readManifest } from "../../output/manifest.ts";
import { ConflictError, type Delivery, type Destination } from "../destination.ts";
import { digestOf, HashingCounter } from "../durable_file.ts";
import { allReceipts, isConfirmed } from "../receipts.ts";
import { type ArchiveFormat, packBatch } from "./pack_batch.ts";

/** An archive of a Batch, or its checksum file. */
export interface PackedFile {
  readonly name: string;
  /** The SHA-256 of the Batch's manifest. */
  readonly manifest: string;
}

/** A place for archives: a directory or a bucket. */
export interface ArchiveStore {
  readonly name: string;
  /** Tests the place, and says what works. Throws DeliveryError. */
  check(signal: AbortSignal): Promise<readonly string[]>;
  /**
   * Stores a file completely or not at all, reading it while it is sent; it has about `bytes`
   * bytes.
   */
  put(
    file: PackedFile,
    bytes: number,
    pieces: AsyncIterable<Uint8Array>,
    delivery: Delivery,
  ): Promise<void>;
  /** The existing file of this name, as the receipts identify it; undefined if there is none. */
  find(
    file: PackedFile,
    delivery: Delivery,
  ): Promise<{ readonly object: string; readonly sha256: string } | undefined>;
  /** Whether the file exists with this content. */
  has(
    file: PackedFile,
    content: { readonly bytes: number; readonly sha256: string },
    delivery: Delivery,
  ): Promise<boolean>;
}

/**
 * Sends a Batch as one archive, `<code>.tar.gz` or `<code>.zip`, and then its checksum file,
 * `<code>.tar.gz.sha256`, in the format of `sha256sum --check`. An archive is complete once its
 * checksum file exists.
 */
export function toArchive(store: ArchiveStore, format: ArchiveFormat): Destination {
  return {
    name: store.name,
    check: (signal) => store.check(signal),
    async *deliver(delivery) {
      const { folder } = delivery;
      const name = `${basename(folder)}.${format}`;
      if (await isConfirmed(delivery, manifestOf(name))) return;
      const manifest = await digestOf(join(folder, manifestName)) ?? "";
      const archive = { name, manifest };
      let mayExist = delivery.resumed;
      const content = await delivery.withRetry(async () => {
        const existing = mayExist
          ? await existingContent(store, archive, format, delivery)
          : undefined;
        mayExist = true;
        const content = existing ?? await putArchive(store, archive, format, delivery);
        await putChecksum(store, archive, content.sha256, delivery);
        return content;
      });
      yield [{ kind: "archive", object: name, ...content, note: null }];
      yield* allReceipts(folder, `in ${name}`, manifestOf(name));
    },
  };
}

/** The name under which receipts record the manifest of an archive. */
export function manifestOf(archive: string): string {
  return `${archive}/${manifestName}`;
}

interface Content {
  readonly bytes: number;
  readonly sha256: string;
}

/** The size and SHA-256 of the archive if the store already has exactly this one. */
async function existingContent(
  store: ArchiveStore,
  archive: PackedFile,
  format: ArchiveFormat,
  delivery: Delivery,
): Promise<Content | undefined> {
  const content = await contentOf(packBatch(delivery.folder, format));
  return await store.has(archive, content, delivery) ? content : undefined;
}

async function putArchive(
  store: ArchiveStore,
  archive: PackedFile,
  format: ArchiveFormat,
  delivery: Delivery,
): Promise<Content> {
  const { folder } = delivery;
  const existing = await store.find(archive, delivery);
  if (existing && !await delivery.mayReplace?.(existing.object, existing.sha256)) {
    throw new ConflictError(
      `${archive.name} exists with different content: move it away, then retry`,
    );
  }
  const counter = new HashingCounter();
  const pieces = counter.count(packBatch(folder, format));
  await store.put(archive, await sizeOf(folder), pieces, delivery);
  return { bytes: counter.bytes, sha256: counter.sha256() };
}

async function putChecksum(
  store: ArchiveStore,
  { name, manifest }: PackedFile,
  sha256: string,
  delivery: Delivery,
): Promise<void> {
  const line = new TextEncoder().encode(`${sha256}  ${name}\n`);
  const pieces = ReadableStream.from([line]);
  await store.put({ name: `${name}.sha256`, manifest }, line.length, pieces, delivery);
}

async function contentOf(pieces: AsyncIterable<Uint8Array>): Promise<Content> {
  const counter = new HashingCounter();
  for await (const _ of counter.count(pieces));
  return { bytes: counter.bytes, sha256: counter.sha256() };
}

/** The size of all images of an output folder in bytes. */
async function sizeOf(folder: string): Promise<number> {
  let size = 0;
  for await (const images of readManifest(folder)) {
    for (const { bytes } of images) size += bytes;
  }
  return size;
}
