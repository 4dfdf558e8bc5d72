import { TarArchive, ZipArchive } from "archiver";
import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { manifestName, readManifest } from "../../output/manifest.ts";
import { filePieces } from "../../system/pooled_files.ts";
import { verifiedPieces } from "../durable_file.ts";

// @ts-types="npm:@types/archiver@8.0.0"

/** The file format of a packed Batch. */
export type ArchiveFormat = "tar.gz" | "zip";

/** Higher levels take many times longer and hardly make images smaller. */
const level = 1;
/** The earliest date of the zip format. It is constant, so that equal folders give equal bytes. */
const date = new Date(Date.UTC(1980, 0, 1));
const mode = 0o640;
const pieceSize = 1 << 20;

/**
 * Yields the bytes of an archive of an output folder: a directory with the folder's name, which
 * contains the manifest and then the images in the manifest's order. The same folder always gives
 * the same bytes. Only one file is open at a time; it is read at the speed of the consumer.
 */
export async function* packBatch(
  folder: string,
  format: ArchiveFormat,
): AsyncGenerator<Uint8Array> {
  const archive = format === "zip"
    ? new ZipArchive({ zlib: { level } })
    : new TarArchive({ gzip: true, gzipOptions: { level } });
  const isComplete = fill(archive, folder).catch((error) => archive.destroy(error));
  for await (const piece of archive) yield piece;
  await isComplete;
}

async function fill(archive: TarArchive | ZipArchive, folder: string): Promise<void> {
  await append(archive, folder, manifestName, filePieces(join(folder, manifestName), pieceSize));
  for await (const images of readManifest(folder)) {
    for (const { path, sha256 } of images) {
      const pieces = verifiedPieces(join(folder, path), pieceSize, sha256);
      await append(archive, folder, path, pieces);
    }
  }
  await archive.finalize();
}

async function append(
  archive: TarArchive | ZipArchive,
  folder: string,
  path: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  // the archive format stores the size before the content
  const stats = await stat(join(folder, path));
  const source = Readable.from(pieces).once("error", reject);
  archive.once("entry", resolve).once("error", reject);
  archive.append(source, { name: `${basename(folder)}/${path}`, date, mode, stats });
  await promise;
  archive.off("error", reject);
}
