import { basename, join } from "node:path";
import { type ArchiveFormat, packBatch } from "./archive.ts";
import { confirmations, isConfirmed } from "./confirmations.ts";
import type { Delivery, Destination } from "./destination.ts";
import { digestOf } from "./durable_file.ts";
import { ConflictError } from "./stored_content.ts";
import { manifestName, readManifest } from "./manifest.ts";
import { HashingCounter } from "./hashing_counter.ts";

/** What tells one file of a Batch from another: its name, and the SHA-256 of the manifest. */
export interface PackedFile {
  readonly name: string;
  readonly manifest: string;
}

/** Where archives are put. */
export interface ArchiveStore {
  readonly name: string;
  /** Puts a file whole, or not at all; it is read as it is sent, and has about `bytes`. */
  put(
    file: PackedFile,
    bytes: number,
    pieces: AsyncIterable<Uint8Array>,
    delivery: Delivery,
  ): Promise<void>;
  /** What is there under this name, as the receipt of an object that it was sent with names it. */
  found(
    file: PackedFile,
    delivery: Delivery,
  ): Promise<{ readonly object: string; readonly sha256: string } | undefined>;
  /** Whether a file is there with this content. */
  holds(
    file: PackedFile,
    content: { readonly bytes: number; readonly sha256: string },
    delivery: Delivery,
  ): Promise<boolean>;
}

/**
 * Sends a Batch as one archive, `<code>.tar.gz` or `<code>.zip`, and then its checksum,
 * `<code>.tar.gz.sha256`, as `sha256sum --check` reads it: an archive whose checksum is there is
 * whole.
 */
export function toArchive(store: ArchiveStore, format: ArchiveFormat): Destination {
  return {
    name: store.name,
    async *deliver(delivery) {
      const { folder } = delivery;
      const name = `${basename(folder)}.${format}`;
      if (await isConfirmed(delivery, manifestOf(name))) return;
      const manifest = await digestOf(join(folder, manifestName)) ?? "";
      const archive = { name, manifest };
      let mayBeThere = delivery.resumed;
      const content = await delivery.withRetry(async () => {
        const there = mayBeThere ? await contentThere(store, archive, format, delivery) : undefined;
        mayBeThere = true;
        const content = there ?? await putArchive(store, archive, format, delivery);
        await putChecksum(store, archive, content.sha256, delivery);
        return content;
      });
      yield [{ object: name, ...content, note: null }];
      yield* confirmations(folder, `in ${name}`, manifestOf(name));
    },
  };
}

/** The object by which receipts tell that an archive has a manifest. */
export function manifestOf(archive: string): string {
  return `${archive}/${manifestName}`;
}

interface Content {
  readonly bytes: number;
  readonly sha256: string;
}

/** The content of an archive that the store has already. */
async function contentThere(
  store: ArchiveStore,
  archive: PackedFile,
  format: ArchiveFormat,
  delivery: Delivery,
): Promise<Content | undefined> {
  const content = await weigh(packBatch(delivery.folder, format));
  return await store.holds(archive, content, delivery) ? content : undefined;
}

async function putArchive(
  store: ArchiveStore,
  archive: PackedFile,
  format: ArchiveFormat,
  delivery: Delivery,
): Promise<Content> {
  const { folder } = delivery;
  const there = await store.found(archive, delivery);
  if (there && !await delivery.mayReplace?.(there.object, there.sha256)) {
    throw new ConflictError(`other content is there as ${archive.name}: move it away, then retry`);
  }
  const weighed = new HashingCounter();
  const pieces = weighed.pass(packBatch(folder, format));
  await store.put(archive, await sizeOf(folder), pieces, delivery);
  return { bytes: weighed.bytes, sha256: weighed.sha256() };
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

async function weigh(pieces: AsyncIterable<Uint8Array>): Promise<Content> {
  const weighed = new HashingCounter();
  for await (const _ of weighed.pass(pieces));
  return { bytes: weighed.bytes, sha256: weighed.sha256() };
}

/** The bytes of all images of an output folder. */
async function sizeOf(folder: string): Promise<number> {
  let size = 0;
  for await (const images of readManifest(folder)) {
    for (const { bytes } of images) size += bytes;
  }
  return size;
}
