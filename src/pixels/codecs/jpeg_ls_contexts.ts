/** The order of the run lengths (ITU-T T.87 A.7.1.2). */
export const runOrders = "0 0 0 0 1 1 1 1 2 2 2 2 3 3 3 3 4 4 5 5 6 6 7 7 8 9 10 11 12 13 14 15"
  .split(" ").map(Number);
const [smallestBias, largestBias] = [-128, 127];

/** The parameters that a stream may state (T.87 C.2.4.1.1); 0 for their defaults. */
export interface StatedParameters {
  readonly largest: number;
  readonly thresholds: readonly [number, number, number];
  readonly reset: number;
}

const unstated: StatedParameters = { largest: 0, thresholds: [0, 0, 0], reset: 0 };

/** The parameters of a scan. `near` is the largest difference of a sample; 0 without loss. */
export class JpegLsParameters {
  readonly largest: number;
  readonly range: number;
  readonly limit: number;
  /** The size of a step between errors. */
  readonly step: number;
  /** The number of bits of an error. */
  readonly errorBits: number;
  /** The first value of A in every context. */
  readonly firstA: number;
  readonly reset: number;
  readonly #thresholds: readonly [number, number, number];

  constructor(precision: number, readonly near = 0, stated = unstated) {
    this.largest = stated.largest || 2 ** precision - 1;
    this.step = 2 * near + 1;
    this.range = Math.floor((this.largest + 2 * near) / this.step) + 1;
    this.errorBits = Math.ceil(Math.log2(this.range));
    const bits = Math.max(2, Math.ceil(Math.log2(this.largest + 1)));
    this.limit = 2 * (bits + Math.max(8, bits));
    this.firstA = Math.max(2, Math.floor((this.range + 32) / 64));
    this.reset = stated.reset || 64;
    const [first, second, third] = thresholdsOf(this.largest, near);
    const [one, two, three] = stated.thresholds;
    this.#thresholds = [one || first, two || second, three || third];
  }

  /** The region of the local gradients (T.87 A.3.3); negative if the signs are turned. */
  region(a: number, b: number, c: number, d: number): number {
    return 81 * this.#quantize(d - b) + 9 * this.#quantize(b - c) + this.#quantize(c - a);
  }

  /** An error modulo the range (T.87 A.4.5). */
  reduce(error: number): number {
    const positive = error < 0 ? error + this.range : error;
    return positive >= (this.range + 1) >> 1 ? positive - this.range : positive;
  }

  /** The sample of a prediction and an error (T.87 A.4.4, A.4.5). */
  reconstruct(predicted: number, error: number): number {
    const { near, largest, range, step } = this;
    let sample = predicted + error * step;
    if (sample < -near) sample += range * step;
    else if (sample > largest + near) sample -= range * step;
    return Math.min(Math.max(sample, 0), largest);
  }

  /** The prediction of a sample without its bias (T.87 A.4.1). */
  median(a: number, b: number, c: number): number {
    if (c >= Math.max(a, b)) return Math.min(a, b);
    return c <= Math.min(a, b) ? Math.max(a, b) : a + b - c;
  }

  #quantize(gradient: number): number {
    const size = Math.abs(gradient);
    const [first, second, third] = this.#thresholds;
    if (size <= this.near) return 0;
    const region = size < first ? 1 : size < second ? 2 : size < third ? 3 : 4;
    return gradient < 0 ? -region : region;
  }
}

function thresholdsOf(largest: number, near: number): [number, number, number] {
  const clamp = (value: number, least: number): number =>
    value > largest || value < least ? least : value;
  const basic = (least: number, value: number): number => {
    if (largest < 128) return Math.max(least, Math.floor(value / Math.floor(256 / (largest + 1))));
    return ((Math.min(largest, 4095) + 128) >> 8) * (value - least) + least;
  };
  const first = clamp(basic(2, 3) + 3 * near, near + 1);
  const second = clamp(basic(3, 7) + 5 * near, first);
  return [first, second, clamp(basic(4, 21) + 7 * near, second)];
}

/** Two lines of a component, with one sample more on each side (T.87 A.2.1). */
export class Plane {
  above: Int32Array;
  line: Int32Array;
  runIndex = 0;

  constructor(readonly columns: number) {
    this.above = new Int32Array(columns + 2);
    this.line = new Int32Array(columns + 2);
  }

  /** Goes to the next line. */
  next(): void {
    [this.above, this.line] = [this.line, this.above];
    const { above, line, columns } = this;
    above[columns + 1] = above[columns] ?? 0;
    line[0] = above[1] ?? 0;
  }
}

/** A context of the regular mode (T.87 A.6). */
export class RegularContext {
  a: number;
  b = 0;
  c = 0;
  n = 1;

  constructor(firstA: number) {
    this.a = firstA;
  }

  /** The Golomb parameter (T.87 A.5.1). */
  get k(): number {
    let k = 0;
    while ((this.n << k) < this.a) k++;
    return k;
  }

  /** Whether the signs of the errors are exchanged (T.87 A.5.2). */
  isTurned(k: number, near: number): boolean {
    return near === 0 && k === 0 && 2 * this.b <= -this.n;
  }

  update(error: number, { step, reset }: JpegLsParameters): void {
    this.b += error * step;
    this.a += Math.abs(error);
    if (this.n === reset) {
      this.a >>= 1;
      this.b >>= 1;
      this.n >>= 1;
    }
    this.n++;
    if (this.b <= -this.n) {
      this.c = Math.max(this.c - 1, smallestBias);
      this.b = Math.max(this.b + this.n, 1 - this.n);
    } else if (this.b > 0) {
      this.c = Math.min(this.c + 1, largestBias);
      this.b = Math.min(this.b - this.n, 0);
    }
  }
}

/** A context of the samples that end a run (T.87 A.7.2); `type` is RItype. */
export class RunContext {
  #a: number;
  #n = 1;
  #negatives = 0;

  constructor(firstA: number, readonly type: 0 | 1) {
    this.#a = firstA;
  }

  get k(): number {
    const sum = this.#a + (this.type === 1 ? this.#n >> 1 : 0);
    let k = 0;
    while ((this.#n << k) < sum) k++;
    return k;
  }

  /** The error of a number that was read. */
  unmap(mapped: number, k: number): number {
    const sum = mapped + this.type;
    const isMapped = sum % 2 === 1;
    const isNegative = isMapped === (k !== 0 || 2 * this.#negatives >= this.#n);
    const size = (sum + (isMapped ? 1 : 0)) / 2;
    return isNegative ? -size : size;
  }

  /** The number that is written for an error (T.87 A.7.2.2). */
  map(error: number, k: number): number {
    const isMapped = error < 0
      ? k !== 0 || 2 * this.#negatives >= this.#n
      : error > 0 && k === 0 && 2 * this.#negatives < this.#n;
    return 2 * Math.abs(error) - this.type - (isMapped ? 1 : 0);
  }

  update(error: number, mapped: number, { reset }: JpegLsParameters): void {
    if (error < 0) this.#negatives++;
    this.#a += (mapped + 1 - this.type) >> 1;
    if (this.#n === reset) {
      this.#a >>= 1;
      this.#n >>= 1;
      this.#negatives >>= 1;
    }
    this.#n++;
  }
}
