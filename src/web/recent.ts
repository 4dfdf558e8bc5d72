/**
 * Caches a value for `forMs` milliseconds, for pages of several viewers and for metrics. Call
 * `forget` to read it again earlier.
 */
export class Recent<T> {
  #value: Promise<T> | undefined;
  #readAt = 0;

  constructor(
    readonly read: () => Promise<T>,
    readonly forMs: number,
    readonly now: () => number = () => performance.now(),
  ) {}

  get(): Promise<T> {
    if (this.#value && this.now() - this.#readAt < this.forMs) return this.#value;
    const value = this.read();
    this.#value = value;
    this.#readAt = this.now();
    value.catch(() => this.forget());
    return value;
  }

  forget(): void {
    this.#value = undefined;
  }
}
