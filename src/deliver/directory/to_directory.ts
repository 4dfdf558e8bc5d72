import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ManifestLine, StoredContent } from "../../model/delivery.ts";
import { manifestName, readManifest } from "../../output/manifest.ts";
import {
  freeSpaceAndRethrow,
  placeFolder,
  removeFolder,
  replacedFolder,
  stagedFolder,
} from "../../output/staged_folder.ts";
import { Limiter, syncsOfTarget } from "../../system/limiter.ts";
import { filePieces } from "../../system/pooled_files.ts";
import { systemCode } from "../../system/system_code.ts";
import { syncTree } from "../../system/write_and_sync.ts";
import { type Delivery, DeliveryError, type Destination, TargetDownError } from "../destination.ts";
import { digestOf, pieceSize, verifiedPieces, writeDurably } from "../durable_file.ts";
import { allReceipts, isConfirmed } from "../receipts.ts";
import { requireReplaceable } from "./require_replaceable.ts";

/**
 * Copies Batches into another directory by the inbox rule: each is written to `<code>.tmp<claim>`,
 * made durable and renamed to `<code>`. Files that an earlier attempt copied are verified and
 * reused.
 */
export function toDirectory(directory: string): Destination {
  const openFiles = new Limiter(syncsOfTarget);
  const stage = async ({ folder, claim, signal }: Delivery, staged: string): Promise<void> => {
    const code = basename(folder);
    const manifest = join(folder, manifestName);
    await requireDirectory(directory);
    await reuseEarlier(directory, code, claim, await digestOf(manifest));
    await writeDurably(join(staged, manifestName), filePieces(manifest, pieceSize));
    for await (const images of readManifest(folder)) {
      for (const image of images) {
        signal.throwIfAborted();
        await copyImage(folder, staged, image);
      }
    }
    await requireComplete(folder, staged);
    await syncTree(staged, openFiles);
  };
  const copy = async (delivery: Delivery): Promise<void> => {
    const { folder, claim, confirmLease } = delivery;
    const code = basename(folder);
    const staged = stagedFolder(directory, code, claim);
    await stage(delivery, staged).catch((error) => freeSpaceAndRethrow(error, staged))
      .catch(throwAsDeliveryError);
    await requireReplaceable(join(directory, code), delivery);
    await confirmLease();
    await placeFolder(staged, join(directory, code)).catch(throwAsDeliveryError);
  };
  return {
    name: pathToFileURL(directory).href,
    check: () => checkDirectory(directory),
    compare: (folder, { path, sha256 }) => compare(join(directory, basename(folder), path), sha256),
    compareManifest: (folder, { sha256 }) =>
      compare(join(directory, basename(folder), manifestName), sha256),
    async *deliver(delivery) {
      if (await isConfirmed(delivery)) return;
      await delivery.withRetry(() => copy(delivery));
      yield* allReceipts(delivery.folder);
    },
  };
}

/**
 * Renames the latest staged folder of an earlier claim to this claim's name if it has the same
 * manifest, and removes the staged folders of all other earlier claims.
 */
async function reuseEarlier(
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
      await Deno.rename(left, staged);
    }
    await removeFolder(left);
    await removeFolder(replacedFolder(left));
  }
}

async function copyImage(folder: string, staged: string, image: ManifestLine): Promise<void> {
  const [from, to] = [join(folder, image.path), join(staged, image.path)];
  if (await digestOf(to) === image.sha256) return;
  await writeDurably(to, verifiedPieces(from, pieceSize, image.sha256));
}

/** Requires that all files have their sizes: another process may have changed the folder. */
async function requireComplete(folder: string, staged: string): Promise<void> {
  for await (const images of readManifest(folder)) {
    for (const { path, bytes } of images) {
      if ((await Deno.stat(join(staged, path))).size === bytes) continue;
      throw new DeliveryError(false, "a copied file has the wrong size");
    }
  }
}

async function compare(path: string, sha256: string): Promise<StoredContent> {
  const digest = await digestOf(path);
  return digest === undefined ? "missing" : digest === sha256 ? "same" : "other";
}

/** Tests that files can be written to a target directory and deleted. Throws DeliveryError. */
export async function checkDirectory(directory: string): Promise<readonly string[]> {
  await requireDirectory(directory);
  const file = join(directory, `.dicom-intake-test-${crypto.randomUUID()}.tmp`);
  try {
    await writeDurably(file, [new TextEncoder().encode("a test of dicom-intake\n")]);
    await Deno.remove(file);
  } catch (error) {
    throwAsDeliveryError(error);
  }
  return ["the directory exists", "a file was written and deleted"];
}

/**
 * Requires that a target directory exists. A missing one is not created: it may be an unmounted
 * share, and the files would fill another disk. Throws DeliveryError, and the operating system's
 * error.
 */
export async function requireDirectory(directory: string): Promise<void> {
  try {
    if ((await Deno.stat(directory)).isDirectory) return;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  throw new TargetDownError("TARGET_DOWN", "the directory does not exist: create or mount it");
}

const notThere: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "EROFS", "ESTALE", "EIO"]);
const denied: ReadonlySet<string> = new Set(["EACCES", "EPERM"]);

/** Throws an operating system error at a target directory as a DeliveryError that is not final. */
export function throwAsDeliveryError(error: unknown): never {
  const code = systemCode(error);
  if (code === "") throw error;
  const reason = `the directory cannot be written (${code})`;
  if (notThere.has(code)) throw new TargetDownError("TARGET_DOWN", reason, { cause: error });
  if (denied.has(code)) throw new TargetDownError("TARGET_DENIED", reason, { cause: error });
  throw new DeliveryError(false, reason, 0, { cause: error });
}
