/**
 * What was read lately, for all who ask meanwhile: pages of several viewers, and metrics. Whoever
 * must know the latest lets it be forgotten first.
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
