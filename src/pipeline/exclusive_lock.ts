/** Lets work run concurrently, and some work exclusively. */
export class ExclusiveLock {
  #running = 0;
  #exclusive: Promise<void> | undefined;
  #whenIdle: (() => void) | undefined;

  /** Runs work concurrently with other shared work; waits for exclusive work that runs or waits. */
  async shared<T>(work: () => Promise<T>): Promise<T> {
    while (this.#exclusive) await this.#exclusive;
    this.#running++;
    try {
      return await work();
    } finally {
      this.#running--;
      if (this.#running === 0) this.#whenIdle?.();
    }
  }

  /** Runs work exclusively, once all running work has ended. */
  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    while (this.#exclusive) await this.#exclusive;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#exclusive = promise;
    try {
      if (this.#running > 0) await new Promise<void>((idle) => this.#whenIdle = idle);
      return await work();
    } finally {
      this.#whenIdle = undefined;
      this.#exclusive = undefined;
      resolve();
    }
  }
}
