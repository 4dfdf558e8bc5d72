import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Limiter } from "../limiter.ts";
import { syncsAtOnce } from "../open_files.ts";
import { type Consignment, DeliveryError, type Destination } from "./destination.ts";
import { confirmations, isConfirmed } from "./confirmations.ts";
import { digestOf, pieceSize, writeDurably } from "./durable_file.ts";
import { throwFileFault } from "./throw_file_fault.ts";
import { filePieces, verifiedPieces } from "./file_pieces.ts";
import type { Holding, ManifestLine } from "../model/delivery.ts";
import { manifestName, readManifest } from "./manifest.ts";
import { requireDirectory } from "./require_directory.ts";
import { requireReplaceable } from "./require_replaceable.ts";
import { giveRoomBack, removeFolder, replacedFolder, stagedFolder } from "./staged_folder.ts";
import { syncTree } from "./sync_tree.ts";
import { deliverToFolder } from "./to_folder.ts";

/**
 * Copies Batches into another directory, by the inbox's own rule: written to `<code>.tmp<claim>`,
 * made durable, renamed to `<code>`. What an earlier try has copied is checked, and not copied
 * again.
 */
export function toDirectory(directory: string): Destination {
  const openFiles = new Limiter(syncsAtOnce);
  const stage = async ({ folder, claim, signal }: Consignment, staged: string): Promise<void> => {
    const code = basename(folder);
    const manifest = join(folder, manifestName);
    await requireDirectory(directory);
    await adoptEarlier(directory, code, claim, await digestOf(manifest));
    await writeDurably(join(staged, manifestName), filePieces(manifest, pieceSize));
    for await (const images of readManifest(folder)) {
      for (const image of images) {
        signal.throwIfAborted();
        await copyImage(folder, staged, image);
      }
    }
    await requireWhole(folder, staged);
    await syncTree(staged, openFiles);
  };
  const copy = async (consignment: Consignment): Promise<void> => {
    const { folder, claim, confirmLease } = consignment;
    const code = basename(folder);
    const staged = stagedFolder(directory, code, claim);
    await stage(consignment, staged).catch((error) => giveRoomBack(error, staged))
      .catch(throwFileFault);
    await requireReplaceable(join(directory, code), consignment);
    await confirmLease();
    await deliverToFolder(staged, join(directory, code)).catch(throwFileFault);
  };
  return {
    name: pathToFileURL(directory).href,
    holds: (folder, { path, sha256 }) => compare(join(directory, basename(folder), path), sha256),
    holdsManifest: (folder, { sha256 }) =>
      compare(join(directory, basename(folder), manifestName), sha256),
    async *deliver(consignment) {
      if (await isConfirmed(consignment)) return;
      await consignment.patiently(() => copy(consignment));
      yield* confirmations(consignment.folder);
    },
  };
}

async function compare(path: string, sha256: string): Promise<Holding> {
  const digest = await digestOf(path);
  return digest === undefined ? "missing" : digest === sha256 ? "same" : "other";
}

/**
 * Goes on with what the latest earlier claim has left of the same output, which its manifest
 * tells; what other claims have left is removed.
 */
async function adoptEarlier(
  directory: string,
  code: string,
  claim: number,
  manifest: string | undefined,
): Promise<void> {
  const staged = stagedFolder(directory, code, claim);
  for (let earlier = claim - 1; earlier > 0; earlier--) {
    const left = stagedFolder(directory, code, earlier);
    const isSame = await digestOf(join(left, manifestName)) === manifest;
    if (isSame && await digestOf(join(staged, manifestName)) === undefined) {
      Deno.renameSync(left, staged);
    }
    removeFolder(left);
    removeFolder(replacedFolder(left));
  }
}

async function copyImage(folder: string, staged: string, image: ManifestLine): Promise<void> {
  const [from, to] = [join(folder, image.path), join(staged, image.path)];
  if (await digestOf(to) === image.sha256) return;
  await writeDurably(to, verifiedPieces(from, pieceSize, image.sha256));
}

/** Nothing that is renamed into place lacks a file, whoever else has touched it. */
async function requireWhole(folder: string, staged: string): Promise<void> {
  for await (const images of readManifest(folder)) {
    for (const { path, bytes } of images) {
      if (Deno.statSync(join(staged, path)).size === bytes) continue;
      throw new DeliveryError(false, "a copied file is not as long as it should be");
    }
  }
}
