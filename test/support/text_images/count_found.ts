import { imageFacts } from "../../../src/dicom/read/image_facts.ts";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { inspectImage, type InspectionTools } from "../../../src/pixels/text/inspect_image.ts";
import type { Box } from "../../../src/pixels/text/picture.ts";
import { fileInMemory } from "../../../src/system/readable_file.ts";
import { nativeFile } from "./drawn_file.ts";
import type { DrawnImage, DrawnText } from "./drawn_images.ts";

/** How many texts a detector finds: at least 90 % of their box is covered. */
export interface FoundCounts {
  images: number;
  /** Found and drawn texts, by contrast and size of the font: `40–59, 8–11 px`. */
  readonly byKind: Record<string, [found: number, drawn: number]>;
  /** The texts that were missed. */
  readonly missed: (Omit<DrawnText, "words" | "box"> & { readonly image: number })[];
  imagesWithoutText: number;
  /** The images without text in which boxes were found. */
  readonly falselyFound: number[];
  /** The images with text that can identify somebody, and no box: they would be released. */
  readonly released: number[];
  /** Of all frames, and the time for them. */
  megapixels: number;
  seconds: number;
}

export function nothingCounted(): FoundCounts {
  const counted = { images: 0, imagesWithoutText: 0, megapixels: 0, seconds: 0 };
  return { ...counted, byKind: {}, missed: [], falselyFound: [], released: [] };
}

/** Adds counts to others. */
export function addCounts(sum: FoundCounts, counts: FoundCounts): void {
  for (const name of ["images", "imagesWithoutText", "megapixels", "seconds"] as const) {
    sum[name] += counts[name];
  }
  for (const [kind, [found, drawn]] of Object.entries(counts.byKind)) {
    const [before, drawnBefore] = sum.byKind[kind] ?? [0, 0];
    sum.byKind[kind] = [before + found, drawnBefore + drawn];
  }
  sum.missed.push(...counts.missed);
  sum.falselyFound.push(...counts.falselyFound);
  sum.released.push(...counts.released);
}

/** Found and drawn texts of at least this contrast. */
export function foundFrom(leastContrast: number, { byKind }: FoundCounts): [number, number] {
  const kinds = Object.entries(byKind).filter(([kind]) => Number.parseInt(kind) >= leastContrast);
  const sum = (at: 0 | 1): number => kinds.reduce((all, [, counted]) => all + counted[at], 0);
  return [sum(0), sum(1)];
}

/** Inspects an image as an image thread does. */
export async function countFound(
  counts: FoundCounts,
  image: DrawnImage,
  tools: InspectionTools,
): Promise<void> {
  const start = performance.now();
  const boxes = await boxesIn(image, tools);
  counts.seconds += (performance.now() - start) / 1000;
  counts.megapixels += image.frames * image.rows * image.columns / 1e6;
  counts.images++;
  for (const { words: _, box, ...text } of image.texts) {
    const isFound = covered(box, boxes) >= 0.9;
    const counted = counts.byKind[kindOf(text)] ??= [0, 0];
    counted[1]++;
    if (isFound) counted[0]++;
    else counts.missed.push({ ...text, image: image.number });
  }
  if (image.texts.length > 0) {
    const identifies = image.texts.some(({ kind }) => kind !== "harmless");
    if (identifies && boxes.length === 0) counts.released.push(image.number);
    return;
  }
  counts.imagesWithoutText++;
  if (boxes.length > 0) counts.falselyFound.push(image.number);
}

async function boxesIn(image: DrawnImage, tools: InspectionTools): Promise<readonly Box[]> {
  const header = readHeader(fileInMemory(nativeFile(image)));
  const found = await inspectImage({ header, facts: imageFacts(header) }, tools);
  if (typeof found === "string") throw new TypeError(found);
  return found.boxes;
}

/** The share of a box that lies in the boxes that were found. */
function covered([left, top, right, bottom]: DrawnText["box"], boxes: readonly Box[]): number {
  let pixels = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const isCovered = boxes.some((box) =>
        x >= box.left && x < box.right && y >= box.top && y < box.bottom
      );
      if (isCovered) pixels++;
    }
  }
  return pixels / ((right - left) * (bottom - top));
}

const contrasts = [[0, "0–39"], [40, "40–59"], [60, "60–99"], [100, "100–199"]] as const;
const sizes = [[0, "8–11 px"], [12, "12–19 px"], [20, "20–28 px"]] as const;

function kindOf({ contrast, size }: Pick<DrawnText, "contrast" | "size">): string {
  const levels = contrasts.findLast(([from]) => contrast >= from)?.[1];
  return `${levels}, ${sizes.findLast(([from]) => size >= from)?.[1]}`;
}
