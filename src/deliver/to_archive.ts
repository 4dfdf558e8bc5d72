import { basename, join } from "node:path";
import { type ArchiveFormat, packBatch } from "./archive.ts";
import { confirmations, isConfirmed } from "./confirmations.ts";
import type { Consignment, Destination } from "./destination.ts";
import { digestOf } from "./durable_file.ts";
import { ConflictError } from "./holding.ts";
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
  /** What is there under this name, as the receipt of an object that it was sent with names it. */
  found(
    file: PackedFile,
    consignment: Consignment,
  ): Promise<{ readonly object: string; readonly sha256: string } | undefined>;
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
      const { folder } = consignment;
      const name = `${basename(folder)}.${format}`;
      if (await isConfirmed(consignment, manifestOf(name))) return;
      const manifest = await digestOf(join(folder, manifestName)) ?? "";
      const archive = { name, manifest };
      let mayBeThere = consignment.resumed;
      const content = await consignment.patiently(async () => {
        const there = mayBeThere
          ? await contentThere(store, archive, format, consignment)
          : undefined;
        mayBeThere = true;
        const content = there ?? await putArchive(store, archive, format, consignment);
        await putChecksum(store, archive, content.sha256, consignment);
        return content;
      });
      yield [{ kind: "archive", object: name, ...content, note: null }];
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
  consignment: Consignment,
): Promise<Content | undefined> {
  const content = await weigh(packBatch(consignment.folder, format));
  return await store.holds(archive, content, consignment) ? content : undefined;
}

async function putArchive(
  store: ArchiveStore,
  archive: PackedFile,
  format: ArchiveFormat,
  consignment: Consignment,
): Promise<Content> {
  const { folder } = consignment;
  const there = await store.found(archive, consignment);
  if (there && !await consignment.mayReplace?.(there.object, there.sha256)) {
    throw new ConflictError(`other content is there as ${archive.name}: move it away, then retry`);
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

async function weigh(pieces: AsyncIterable<Uint8Array>): Promise<Content> {
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
