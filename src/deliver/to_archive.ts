import { basename, join } from "node:path";
import { type ArchiveFormat, packBatch } from "./archive.ts";
import { confirmations, isConfirmed } from "./confirmations.ts";
import type { Consignment, Destination } from "./destination.ts";
import { digestOf } from "./durable_file.ts";
import { manifestName, readManifest } from "./manifest.ts";
import { Weighed } from "./weighed.ts";

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
    consignment: Consignment,
  ): Promise<void>;
  /** Whether a file is there with this content. */
  holds(
    file: PackedFile,
    content: { readonly bytes: number; readonly sha256: string },
    consignment: Consignment,
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
    async *deliver(consignment) {
      if (await isConfirmed(consignment)) return;
      const { folder } = consignment;
      const name = `${basename(folder)}.${format}`;
      const manifest = await digestOf(join(folder, manifestName)) ?? "";
      const archive = { name, manifest };
      const content = await consignment.patiently(async () => {
        const content = await putArchive(store, archive, format, consignment);
        await putChecksum(store, archive, content.sha256, consignment);
        return content;
      });
      yield [{ object: name, ...content, note: null }];
      yield* confirmations(folder, `in ${name}`);
    },
  };
}

async function putArchive(
  store: ArchiveStore,
  archive: PackedFile,
  format: ArchiveFormat,
  consignment: Consignment,
): Promise<{ bytes: number; sha256: string }> {
  const { folder, resumed } = consignment;
  if (resumed) {
    const content = await weigh(packBatch(folder, format));
    if (await store.holds(archive, content, consignment)) return content;
  }
  const weighed = new Weighed();
  const pieces = weighed.pass(packBatch(folder, format));
  await store.put(archive, await sizeOf(folder), pieces, consignment);
  return { bytes: weighed.bytes, sha256: weighed.sha256() };
}

async function putChecksum(
  store: ArchiveStore,
  { name, manifest }: PackedFile,
  sha256: string,
  consignment: Consignment,
): Promise<void> {
  const line = new TextEncoder().encode(`${sha256}  ${name}\n`);
  const pieces = ReadableStream.from([line]);
  await store.put({ name: `${name}.sha256`, manifest }, line.length, pieces, consignment);
}

async function weigh(
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> {
  const weighed = new Weighed();
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
