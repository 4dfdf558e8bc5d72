import { join } from "node:path";
import type { Destination } from "../deliver/destination.ts";
import { manifestObject } from "../deliver/receipts.ts";
import type {
  ComparedCounts,
  DeliveredImage,
  DeliveryObject,
  Sighting,
  StoredContent,
} from "../model/delivery.ts";
import { manifestName } from "../output/manifest.ts";
import { boundedMap } from "../system/bounded_map.ts";
import { exists } from "../system/paths.ts";
import { type CatalogueOfImages, matchesCatalogue } from "./matches_catalogue.ts";

const atOnce = 4;

/** What comparing the catalogue with a target needs. */
export interface ReconcilePorts {
  readonly outputBase: string;
  /** The target is OUTPUT_BASE: its manifests are compared with the catalogue. */
  readonly isOutputBase: boolean;
  readonly catalogue: CatalogueOfImages;
  /** Pages of the images that were delivered. */
  readonly pages: () => AsyncIterable<readonly DeliveredImage[]>;
  readonly note: (target: string, seen: readonly Sighting[]) => Promise<void>;
  /** The results of earlier pages, if the comparison continues. */
  readonly before: ComparedCounts;
  /** Records that the images up to this id are compared. */
  readonly onPage: (after: number, found: ComparedCounts) => Promise<void>;
  readonly signal: AbortSignal;
  /** Other content at the target is marked, so that it is replaced when the image is sent again. */
  readonly overwrite: boolean;
}

/** How a target differs from the catalogue. */
export interface Difference extends Record<keyof ComparedCounts, number> {
  readonly target: string;
  /** The first objects that differ; a manifest is listed by its file name. */
  readonly images: { batch: string; SOPInstanceUID: string; state: StoredContent }[];
}

/** An object that a target should have, and a function that compares the target's copy. */
interface Expected extends DeliveryObject {
  readonly batchId: number;
  readonly batch: string;
  readonly compare: () => Promise<StoredContent | undefined>;
}

/** A target that can be queried for its content. */
export type Comparable = Destination & Required<Pick<Destination, "compare">>;

const maxListed = 1000;

/**
 * Compares the catalogue with what a target has, object by object, a few at a time, and records
 * the results as receipts. Throws DeliveryError if the target cannot be reached.
 */
export async function reconcile(
  destination: Comparable,
  ports: ReconcilePorts,
): Promise<Difference> {
  const found: Difference = {
    target: destination.name,
    ...ports.before,
    images: [],
  };
  const faults: unknown[] = [];
  const compared = new Set<number>();
  const ask = async (expected: Expected): Promise<[Expected, StoredContent | undefined]> => {
    if (faults.length > 0) return [expected, undefined];
    const content = await expected.compare().catch((error) => {
      faults.push(error);
      return undefined;
    });
    return [expected, content];
  };
  for await (const page of ports.pages()) {
    ports.signal.throwIfAborted();
    const seen: Sighting[] = [];
    const all = [
      ...page.map((image) => expectedImage(image, destination, ports)),
      ...await expectedManifests(
        page.filter(({ batchId }) => !compared.has(batchId)),
        destination,
        ports,
      ),
    ];
    for await (const answers of boundedMap(all.values(), atOnce, ask)) {
      for (const [expected, content] of answers) {
        const sighting = count(found, expected, content, ports.overwrite);
        if (sighting) seen.push(sighting);
      }
    }
    for (const { batchId } of page) compared.add(batchId);
    await ports.note(destination.name, seen);
    if (faults.length > 0) throw faults[0];
    await ports.onPage(page.at(-1)?.id ?? 0, found);
  }
  return found;
}

/** Counts a result of a comparison; returns what to record about the object, if anything. */
function count(
  found: Difference,
  { kind, batchId, batch, object, bytes, sha256 }: Expected,
  content: StoredContent | undefined,
  overwrite: boolean,
): Sighting | undefined {
  // manifests that agree are not counted: the figures are numbers of images
  if (kind === "manifest" && (content === "same" || content === undefined)) return undefined;
  found[content ?? "unknown"]++;
  if (content === undefined) return undefined;
  if (content !== "same" && found.images.length < maxListed) {
    found.images.push({ batch, SOPInstanceUID: object, state: content });
  }
  const state = content === "other" && overwrite ? "replace" : content;
  return { kind, batchId, object, bytes, sha256, state };
}

function expectedImage(
  image: DeliveredImage,
  destination: Comparable,
  { outputBase, signal }: ReconcilePorts,
): Expected {
  const { batchId, batch, SOPInstanceUID: object, bytes, sha256 } = image;
  const compare = () => destination.compare(join(outputBase, batch), image, signal);
  return { kind: "image", batchId, batch, object, bytes, sha256, compare };
}

/** The manifests of the Batches of some images, if the target has manifests. */
async function expectedManifests(
  images: readonly DeliveredImage[],
  destination: Comparable,
  ports: ReconcilePorts,
): Promise<Expected[]> {
  if (!destination.compareManifest) return [];
  const batches = new Map(images.map(({ batchId, batch }) => [batchId, batch]));
  return await Promise.all([...batches].map(async ([batchId, batch]): Promise<Expected> => {
    const folder = join(ports.outputBase, batch);
    const manifest = await manifestObject(folder);
    const compare = async (): Promise<StoredContent | undefined> => {
      if (await isDamaged(batchId, folder, ports)) return ports.isOutputBase ? "other" : undefined;
      return await destination.compareManifest?.(folder, manifest, ports.signal);
    };
    return { ...manifest, batchId, batch, compare };
  }));
}

/** Whether the manifest of an output differs from the catalogue; files are compared separately. */
async function isDamaged(
  id: number,
  folder: string,
  { catalogue }: ReconcilePorts,
): Promise<boolean> {
  return exists(join(folder, manifestName)) &&
    !await matchesCatalogue({ id }, catalogue, folder, () => true);
}

/** Whether a target can be queried for its content. */
export function canBeAsked(destination: Destination): destination is Comparable {
  return destination.compare !== undefined;
}
