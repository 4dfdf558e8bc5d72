const reset = 64;
const [smallestBias, largestBias] = [-128, 127];
/** The order of the run lengths (ITU-T T.87 A.7.1.2). */
export const runOrders = [
  ...[0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3],
  ...[4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15],
];

/** The default parameters of a precision without loss (ITU-T T.87 C.2.4.1.1). */
export class JpegLsParameters {
  readonly largest: number;
  readonly range: number;
  readonly limit: number;
  /** The first value of A in every context. */
  readonly firstA: number;
  readonly #thresholds: readonly [number, number, number];

  constructor(readonly precision: number) {
    this.largest = 2 ** precision - 1;
    this.range = 2 ** precision;
    this.limit = 2 * (precision + Math.max(8, precision));
    this.firstA = Math.max(2, Math.floor((this.range + 32) / 64));
    this.#thresholds = thresholdsOf(this.largest);
  }

  /** The region of a local gradient, -4 to 4 (T.87 A.3.3). */
  quantize(gradient: number): number {
    const size = Math.abs(gradient);
    const [first, second, third] = this.#thresholds;
    if (size === 0) return 0;
    const region = size < first ? 1 : size < second ? 2 : size < third ? 3 : 4;
    return gradient < 0 ? -region : region;
  }

  /** An error modulo the range (T.87 A.4.5). */
  reduce(error: number): number {
    const positive = error < 0 ? error + this.range : error;
    return positive >= (this.range + 1) >> 1 ? positive - this.range : positive;
  }
}

function thresholdsOf(largest: number): [number, number, number] {
  const clamp = (value: number, least: number): number =>
    value > largest || value < least ? least : value;
  if (largest >= 128) {
    const factor = (Math.min(largest, 4095) + 128) >> 8;
    const first = clamp(factor + 2, 1);
    const second = clamp(factor * 4 + 3, first);
    return [first, second, clamp(factor * 17 + 4, second)];
  }
  const factor = Math.floor(256 / (largest + 1));
  const first = clamp(Math.max(2, Math.floor(3 / factor)), 1);
  const second = clamp(Math.max(3, Math.floor(7 / factor)), first);
  return [first, second, clamp(Math.max(4, Math.floor(21 / factor)), second)];
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

  update(error: number): void {
    this.b += error;
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

  /** The number that is written for an error (T.87 A.7.2.2). */
  map(error: number, k: number): number {
    const isMapped = error < 0
      ? k !== 0 || 2 * this.#negatives >= this.#n
      : error > 0 && k === 0 && 2 * this.#negatives < this.#n;
    return 2 * Math.abs(error) - this.type - (isMapped ? 1 : 0);
  }

  update(error: number, mapped: number): void {
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
