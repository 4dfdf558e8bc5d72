// @ts-types="npm:@types/archiver@8.0.0"
import { TarArchive, ZipArchive } from "archiver";
import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { filePieces, verifiedPieces } from "./file_pieces.ts";
import { manifestName, readManifest } from "./manifest.ts";

/** How a Batch is packed. */
export type ArchiveFormat = "tar.gz" | "zip";

/** Images hardly shrink further at the higher levels, which take many times longer. */
const level = 1;
/** The earliest day a zip archive can name: an archive's bytes depend on no clock. */
const date = new Date(Date.UTC(1980, 0, 1));
const mode = 0o640;
const pieceSize = 1 << 20;

/**
 * The bytes of an archive of an output folder: a directory named like the folder, the manifest
 * first, then the images in its order. The same folder gives the same bytes. One file is open at
 * a time, and read as far as the archive is.
 */
export async function* packBatch(
  folder: string,
  format: ArchiveFormat,
): AsyncGenerator<Uint8Array> {
  const archive = format === "zip"
    ? new ZipArchive({ zlib: { level } })
    : new TarArchive({ gzip: true, gzipOptions: { level } });
  const filled = fill(archive, folder).catch((error) => archive.destroy(error));
  for await (const piece of archive) yield piece;
  await filled;
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
  pieces: Iterable<Uint8Array>,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const stats = await stat(join(folder, path)); // an archive names the size before the content
  const source = Readable.from(pieces).once("error", reject);
  archive.once("entry", resolve).once("error", reject);
  archive.append(source, { name: `${basename(folder)}/${path}`, date, mode, stats });
  await promise;
  archive.off("error", reject);
}
