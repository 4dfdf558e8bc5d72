import { Buffer } from "node:buffer";
import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import { UnreadableFrame } from "../frames/decoded_frame.ts";
import type { FrameShape } from "../frames/frame_shape.ts";
import { framesOf } from "../frames/frames_of.ts";
import type { Area } from "./redact_pixels.ts";

const notProved = "it is not proved that its other samples stay the same";
const notBlank = "it is not proved that the rectangles are blank";

/**
 * Reads the frames of a native image and of its redacted copy, and compares them: outside of the
 * areas every stored bit must be equal, inside all pixels must be the same. Returns the reason if
 * this is not the case. Shares no code with the redaction.
 */
export function compareFrames(
  before: ImageHeader,
  after: ImageHeader,
  areas: readonly Area[],
): string | undefined {
  try {
    const comparison = new Comparison(before, areas);
    const copies = framesOf(after, refuseToDecode);
    for (const { samples, shape } of framesOf(before, refuseToDecode)) {
      const copy = copies.next();
      if (copy.done) return notProved;
      const reason = comparison.compare(samples, copy.value.samples, shape);
      if (reason) return reason;
    }
    return copies.next().done ? undefined : notProved;
  } catch (error) {
    if (error instanceof UnreadableFrame) return error.message;
    throw error;
  }
}

function refuseToDecode(): never {
  throw new UnreadableFrame("its pixel data are compressed");
}

class Comparison {
  /** The stored bits in each byte of a sample: a removed overlay may be in the others. */
  readonly #masks: readonly number[];
  #blank: Uint8Array | undefined;

  constructor({ facts: { pixels } }: ImageHeader, readonly areas: readonly Area[]) {
    const { bitsAllocated: bits = 8, bitsStored = bits, highBit = bitsStored - 1 } = pixels;
    const stored = (2 ** bitsStored - 1) * 2 ** Math.max(0, highBit + 1 - bitsStored);
    this.#masks = Array.from(
      { length: Math.ceil(bits / 8) },
      (_, byte) => Math.floor(stored / 256 ** byte) % 256,
    );
  }

  compare(before: Uint8Array, after: Uint8Array, shape: FrameShape): string | undefined {
    const pixelSize = shape.samples * shape.bytesPerSample;
    for (let row = 0; row < shape.rows; row++) {
      for (const { left, right, isRedacted } of this.#partsOf(row, shape.columns)) {
        const from = (row * shape.columns + left) * pixelSize;
        const to = (row * shape.columns + right) * pixelSize;
        const copy = after.subarray(from, to);
        if (isRedacted && !this.#isBlank(copy, pixelSize)) return notBlank;
        if (!isRedacted && !this.#isEqual(before.subarray(from, to), copy)) return notProved;
      }
    }
    return undefined;
  }

  /** The row in parts that are redacted or not; the last area that contains a part decides. */
  #partsOf(row: number, columns: number): readonly Part[] {
    const areas = this.areas.filter(({ top, bottom }) => top <= row && row < bottom);
    const edges = new Set([0, ...areas.flatMap(({ left, right }) => [left, right]), columns]);
    const sorted = [...edges].sort((a, b) => a - b);
    return sorted.slice(1).map((right, at) => {
      const left = sorted[at] ?? 0;
      const last = areas.findLast((area) => area.left <= left && left < area.right);
      return { left, right, isRedacted: last !== undefined && !last.isKept };
    });
  }

  /** Whether all pixels are the same, and the same as in all other redacted parts. */
  #isBlank(part: Uint8Array, pixelSize: number): boolean {
    const blank = this.#blank ??= part.slice(0, pixelSize);
    const isFirst = Buffer.compare(blank, part.subarray(0, pixelSize)) === 0;
    const [all, others] = [part.subarray(0, part.length - pixelSize), part.subarray(pixelSize)];
    return isFirst && Buffer.compare(all, others) === 0;
  }

  #isEqual(before: Uint8Array, after: Uint8Array): boolean {
    if (Buffer.compare(before, after) === 0) return true;
    const masks = this.#masks;
    return before.every((byte, at) =>
      ((byte ^ (after[at] ?? 0)) & (masks[at % masks.length] ?? 0)) === 0
    );
  }
}

interface Part {
  readonly left: number;
  readonly right: number;
  readonly isRedacted: boolean;
}
