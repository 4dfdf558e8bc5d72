import { join } from "node:path";
import type { LedgerImage, Sighting } from "../database/ledger.ts";
import { manifestLine } from "../deliver/confirmations.ts";
import type { Destination } from "../deliver/destination.ts";
import type { StoredContent } from "../deliver/stored_content.ts";
import { manifestName } from "../deliver/manifest.ts";
import { inParallel } from "../deliver/in_parallel.ts";

const atOnce = 4;

/** What comparing needs of the world outside. */
export interface ReconcilePorts {
  readonly outputBase: string;
  /** Images that were delivered, page by page. */
  readonly pages: () => AsyncIterable<readonly LedgerImage[]>;
  readonly note: (target: string, seen: readonly Sighting[]) => Promise<void>;
  readonly signal: AbortSignal;
  /** Other content at a target is to be replaced when it is sent again. */
  readonly overwrite: boolean;
}

/** What a target has of the images it should have. */
export interface Difference {
  readonly target: string;
  same: number;
  missing: number;
  other: number;
  /** It does not let them be compared. */
  unknown: number;
  /** Batches of which something is missing, or is to be replaced. */
  readonly batches: Set<number>;
  /** Codes of Batches that differ, with the UIDs of images. */
  readonly images: { batch: string; SOPInstanceUID: string; state: StoredContent }[];
}

const shown = 1000;

/**
 * Compares the catalogue with what a target really holds, image by image, some at once, and notes
 * what is seen in the ledger. Throws DeliveryError when the target is away.
 */
export async function reconcile(
  destination: Destination & Required<Pick<Destination, "compare">>,
  ports: ReconcilePorts,
): Promise<Difference> {
  const { outputBase, signal, overwrite } = ports;
  const found: Difference = {
    ...{ target: destination.name, same: 0, missing: 0, other: 0, unknown: 0 },
    ...{ batches: new Set<number>(), images: [] },
  };
  const faults: unknown[] = [];
  const look = async (image: LedgerImage): Promise<[LedgerImage, StoredContent | undefined]> => {
    if (faults.length > 0) return [image, undefined];
    const folder = join(outputBase, image.batch);
    const holding = await destination.compare(folder, image, signal).catch((error) => {
      faults.push(error);
      return undefined;
    });
    return [image, holding];
  };
  for await (const page of ports.pages()) {
    signal.throwIfAborted();
    const seen: Sighting[] = [];
    const manifests = destination.hasManifests ? await manifestsOf(page, outputBase) : [];
    const all = [...page, ...manifests];
    for await (const looks of inParallel(all.values(), atOnce, look)) {
      for (const [image, holding] of looks) {
        const isManifest = image.SOPInstanceUID === manifestName;
        if (isManifest && (holding === "same" || holding === undefined)) continue;
        found[holding ?? "unknown"]++;
        if (holding === undefined) continue;
        seen.push(sighting(image, holding, overwrite));
        if (holding === "same") continue;
        if (holding === "missing" || overwrite) found.batches.add(image.batchId);
        const { batch, SOPInstanceUID } = image;
        if (found.images.length < shown) {
          found.images.push({ batch, SOPInstanceUID, state: holding });
        }
      }
    }
    await ports.note(destination.name, seen);
    if (faults.length > 0) throw faults[0];
  }
  return found;
}

/** The manifests of the Batches of some images, as the output has them. */
async function manifestsOf(
  images: readonly LedgerImage[],
  outputBase: string,
): Promise<LedgerImage[]> {
  const byBatch = new Map(images.map((image) => [image.batchId, image]));
  return await Promise.all([...byBatch.values()].map(async ({ id, batchId, batch }) => (
    { id, batchId, batch, ...await manifestLine(join(outputBase, batch)) }
  )));
}

function sighting(
  { batchId, SOPInstanceUID: object, bytes, sha256 }: LedgerImage,
  holding: StoredContent,
  overwrite: boolean,
): Sighting {
  const state = holding === "other" && overwrite ? "replace" : holding;
  return { batchId, object, bytes, sha256, state };
}

/** Whether a target can be asked what it holds. */
export function canBeAsked(
  destination: Destination,
): destination is Destination & Required<Pick<Destination, "compare">> {
  return destination.compare !== undefined;
}
