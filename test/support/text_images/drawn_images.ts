import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import { run } from "../tools.ts";

const python = "/usr/bin/python3";
const script = fileURLToPath(new URL("make_text_images.py", import.meta.url));

/** What drawing needs; for `missingTools`. */
export const drawingTools: readonly string[] = [
  python,
  "/usr/lib/python3/dist-packages/PIL/Image.py",
  "/usr/lib/python3/dist-packages/numpy/__init__.py",
  "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
  "/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf",
  "/usr/share/fonts/truetype/vlgothic/VL-Gothic-Regular.ttf",
  "/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf",
];

/** A text that was drawn. */
export interface DrawnText {
  readonly words: string;
  readonly kind: "name" | "date" | "identifier" | "institution" | "harmless";
  readonly font: string;
  /** The size of the font, in pixels. */
  readonly size: number;
  /** The difference between the text and its background, in levels of 255. */
  readonly contrast: number;
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
  /** The only frame with this text; undefined if all have it. */
  readonly frame?: number;
}

/** An image that was drawn; its samples are in `samplesPath`. */
export interface DrawnImage {
  readonly number: number;
  /** Whether its fonts and texture are those that the detector was tuned with. */
  readonly isTuning: boolean;
  readonly image: string;
  readonly texture: string;
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly samples: 1 | 3;
  readonly bytesPerSample: 1 | 2;
  readonly colours: "MONOCHROME1" | "MONOCHROME2" | "RGB";
  /** The transfer syntax of its DICOM file. */
  readonly syntax: string;
  readonly texts: readonly DrawnText[];
  readonly samplesPath: string;
}

/** Draws images into a folder; even numbers have text. Rejects if Python fails. */
export async function drawImages(
  folder: string,
  seed: number,
  numbers: readonly number[],
): Promise<DrawnImage[]> {
  const args = [script, seed, folder, numbers].flat().map(String);
  const lines = (await run(python, args)).trim().split("\n");
  return lines.map((line) => {
    const image = JSON.parse(Buffer.from(line, "latin1").toString());
    return { ...image, samplesPath: `${folder}/${image.number}.raw` };
  });
}
