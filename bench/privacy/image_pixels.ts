import { createHash } from "node:crypto";
import { type DrawnText, eachSample } from "./draw_text.ts";
import type { ImagePlan } from "./plan_corpus.ts";

/** Native pixels of one sample each, and what was drawn into them. */
export interface ImagePixels {
  readonly rows: number;
  readonly columns: number;
  readonly bits: 8 | 16;
  readonly bytes: Uint8Array;
  readonly drawn: readonly DrawnText[];
  /** Of BurnedInAnnotation; undefined: it is absent. */
  readonly burnedIn: "YES" | "NO" | undefined;
}

const largest = 200;
const bitsOfNumber = 24;

/** The pixels of a planned image. The last row carries its number, to recognize it when delivered. */
export function imagePixels({ number, device, values }: ImagePlan): ImagePixels {
  const { modality } = device;
  const burned = burnedText(modality, device.vendor, number);
  const hasRoom = burned !== "none" || modality === "US";
  const [rows, columns] = hasRoom ? [240, 320] : [64, 64];
  const bits = ["US", "SC", "XA"].includes(modality) ? 8 : 16;
  const samples = bits === 8 ? new Uint8Array(rows * columns) : new Uint16Array(rows * columns);
  for (let at = 0; at < samples.length; at++) {
    const [x, y] = [at % columns, Math.floor(at / columns)];
    samples[at] = 20 + (x * 7 + y * 13 + number * 31) % 40 + (x * y) % 17;
  }
  const drawn = burned === "none" ? [] : textsOf(burned, values);
  for (const text of drawn) {
    eachSample(text, (x, y, isStroke) => {
      if (isStroke && x < columns) samples[y * columns + x] = largest;
    });
  }
  for (let bit = 0; bit < bitsOfNumber; bit++) {
    samples[(rows - 1) * columns + bit] = (number >> bit & 1) * largest;
  }
  const burnedIn = drawn.length > 0
    ? (Math.floor(number / 4) % 2 === 0 ? "YES" : undefined)
    : (modality === "US" ? "NO" : undefined);
  return { rows, columns, bits, bytes: new Uint8Array(samples.buffer), drawn, burnedIn };
}

/** The number that the last row of an image carries. */
export function numberInPixels(
  { rows, columns, bits, bytes }: Omit<ImagePixels, "drawn" | "burnedIn">,
): number {
  let number = 0;
  for (let bit = 0; bit < bitsOfNumber; bit++) {
    if (bytes[((rows - 1) * columns + bit) * bits / 8] === largest) number |= 1 << bit;
  }
  return number;
}

/** Whether a drawn text can be told from what surrounds it: by the contrast of its strokes. */
export function isVisible(
  { columns, bits, bytes }: Omit<ImagePixels, "drawn" | "burnedIn">,
  text: DrawnText,
): boolean {
  const sums = { stroke: 0, strokes: 0, other: 0, others: 0 };
  eachSample(text, (x, y, isStroke) => {
    if (x >= columns) return;
    const sample = bytes[(y * columns + x) * bits / 8] ?? 0;
    if (isStroke) (sums.stroke += sample, sums.strokes++);
    else (sums.other += sample, sums.others++);
  });
  return sums.stroke / sums.strokes - sums.other / sums.others > 20;
}

export function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A banner over ultrasound and screen shots; a line in a corner of some radiographs. */
function burnedText(modality: string, vendor: string, number: number): "banner" | "line" | "none" {
  if (modality === "SC") return "banner";
  if (modality === "US") return number % 3 === 0 ? "none" : "banner";
  const mayHaveLine = modality === "CR" || modality === "XA" && vendor === "PHILIPS";
  return mayHaveLine && number % 4 === 0 ? "line" : "none";
}

function textsOf(kind: "banner" | "line", values: ImagePlan["values"]): DrawnText[] {
  const name = `${values["last"]} ${values["first"]}`;
  if (kind === "line") return [{ text: name, left: 4, top: 200 }];
  return [
    { text: name, left: 4, top: 2 },
    { text: `${values["mrn"]} ${values["studydate"]}`, left: 4, top: 20 },
  ];
}
