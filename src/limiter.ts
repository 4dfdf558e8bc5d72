/**
 * Lets at most `size` pieces of work run at once; others wait in their order. Shared by everything
 * that opens files side by side, so that the process stays well below its limit of descriptors.
 */
export class Limiter {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(readonly size: number) {
    if (!(size >= 1)) throw new RangeError("a limiter of no size lets nothing run");
  }

  /** Runs work when there is room for it. Rejects as the work does. */
  async run<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#running >= this.size) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running++;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next(); // takes this place over
      else this.#running--;
    }
  }
}
