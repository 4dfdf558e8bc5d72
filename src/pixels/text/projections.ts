import type { PlainFrame, Values } from "./plain_frame.ts";

/** The projections of larger frames would need too much memory; each frame is searched anyway. */
const mostSamples = 16 << 20;

/**
 * The maximum, minimum and mean of all frames of an image, in which text that stays the same is
 * clearer than in a single frame. They need memory for three frames.
 */
export class Projections {
  #first: PlainFrame | undefined;
  #greatest: Values | undefined;
  #least: Values | undefined;
  #sum: Float32Array | undefined;
  #count = 0;

  /** Adds a frame, which may be overwritten afterwards. */
  add(frame: PlainFrame): void {
    const { values } = frame;
    if (values.length > mostSamples) return;
    this.#count++;
    const [greatest, least, sum] = [this.#greatest, this.#least, this.#sum];
    if (!greatest || !least || !sum) {
      this.#first = frame;
      this.#greatest = values.slice();
      this.#least = values.slice();
      this.#sum = Float32Array.from(values);
      return;
    }
    for (let at = 0; at < values.length; at++) {
      const value = values[at] ?? 0;
      if (value > (greatest[at] ?? 0)) greatest[at] = value;
      if (value < (least[at] ?? 0)) least[at] = value;
      sum[at] = (sum[at] ?? 0) + value;
    }
  }

  /** Empty for a single frame. They share their memory with this object. */
  frames(): readonly PlainFrame[] {
    const [first, greatest, least, sum] = [this.#first, this.#greatest, this.#least, this.#sum];
    if (!first || !greatest || !least || !sum || this.#count < 2) return [];
    const mean = greatest.slice();
    for (let at = 0; at < mean.length; at++) mean[at] = Math.round((sum[at] ?? 0) / this.#count);
    return [greatest, least, mean].map((values) => ({ ...first, values }));
  }
}
