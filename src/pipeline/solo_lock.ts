/** Lets work run side by side, and some of it alone: nothing else runs then. */
export class SoloLock {
  #running = 0;
  #solo: Promise<void> | undefined;
  #whenIdle: (() => void) | undefined;

  /** Runs work beside other work; waits for work that runs, or waits to run, alone. */
  async shared<T>(work: () => Promise<T>): Promise<T> {
    while (this.#solo) await this.#solo;
    this.#running++;
    try {
      return await work();
    } finally {
      this.#running--;
      if (this.#running === 0) this.#whenIdle?.();
    }
  }

  /** Runs work alone, once what runs has ended. */
  async solo<T>(work: () => Promise<T>): Promise<T> {
    while (this.#solo) await this.#solo;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#solo = promise;
    try {
      if (this.#running > 0) await new Promise<void>((idle) => this.#whenIdle = idle);
      return await work();
    } finally {
      this.#whenIdle = undefined;
      this.#solo = undefined;
      resolve();
    }
  }
}
