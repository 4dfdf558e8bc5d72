/** Keeps the first `size` items in a given order; holds at most twice as many in memory. */
export class Oldest<T> {
  #items: T[] = [];

  constructor(readonly size: number, readonly order: (a: T, b: T) => number) {}

  add(items: readonly T[]): void {
    for (const item of items) {
      this.#items.push(item);
      if (this.#items.length >= this.size * 2) this.#trim();
    }
  }

  items(): readonly T[] {
    this.#trim();
    return this.#items;
  }

  #trim(): void {
    this.#items = this.#items.sort(this.order).slice(0, this.size);
  }
}
