import type { FrameShape } from "../../../src/pixels/frames/frame_shape.ts";
import { randomNumbers } from "../random_numbers.ts";

/** How the values of a frame are distributed. */
export type Pattern = "noise" | "smooth" | "flat" | "extremes";

export const patterns: readonly Pattern[] = ["noise", "smooth", "flat", "extremes"];

/** A frame with a pattern in its stored bits; the same for the same seed. */
export function sampleFrame(shape: FrameShape, pattern: Pattern, seed: number): Uint8Array {
  const { rows, columns, samples, bytesPerSample, bitsStored, isSigned } = shape;
  const random = randomNumbers(seed);
  const largest = 2 ** bitsStored - 1;
  const valueAt = (x: number, y: number): number => {
    if (pattern === "noise") return random(largest + 1);
    if (pattern === "extremes") return random(2) * largest;
    if (pattern === "flat") return x > columns / 3 && y < rows / 2 ? largest : 0;
    const wave = (Math.sin(x / 9) + Math.cos(y / 7) + 2) / 4;
    return Math.min(largest, Math.floor(wave * largest) + random(2));
  };
  const frame = new Uint8Array(rows * columns * samples * bytesPerSample);
  const view = new DataView(frame.buffer);
  for (let at = 0; at < rows * columns * samples; at++) {
    const pixel = Math.floor(at / samples);
    const stored = valueAt(pixel % columns, Math.floor(pixel / columns));
    const value = isSigned ? stored - 2 ** (bitsStored - 1) : stored;
    if (bytesPerSample === 2) view.setInt16(2 * at, value, true);
    else view.setInt8(at, value);
  }
  return frame;
}
