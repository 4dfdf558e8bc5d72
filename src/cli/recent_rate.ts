interface Sample {
  readonly at: number;
  readonly total: number;
}

/** The period over which a rate is measured, in seconds. */
export const recentSeconds = 60;

/**
 * How fast a total grows: in the last minute, or over the latest `least` steps if they took longer.
 */
export class RecentRate {
  readonly #samples: Sample[];

  /** `now` is a clock in seconds. */
  constructor(readonly now: () => number, readonly least = 0) {
    this.#samples = [{ at: now(), total: 0 }];
  }

  /** The rate per second, if the total is now `total`. */
  perSecond(total: number): number {
    const at = this.now();
    const last = this.#samples.at(-1);
    if (!last || at - last.at >= 1) this.#samples.push({ at, total });
    while (this.#isSecondOldEnough(at, total)) this.#samples.shift();
    const [first = { at, total }] = this.#samples;
    return Math.max(total - first.total, 0) / Math.max(at - first.at, 0.001);
  }

  /** Whether the samples after the first one are enough. */
  #isSecondOldEnough(at: number, total: number): boolean {
    const second = this.#samples[1];
    return second !== undefined && at - second.at >= recentSeconds &&
      total - second.total >= this.least;
  }
}

/** The time in which the rest is done; `?` while nothing gets done. */
export function timeLeft(rest: number, perSecond: number): string {
  if (rest <= 0) return "0 s";
  if (perSecond <= 0) return "?";
  const left = Math.ceil(rest / perSecond);
  if (left < 120) return `${left} s`;
  return left < 7200 ? `${Math.round(left / 60)} min` : `${Math.round(left / 3600)} h`;
}
