/** A queue of items in groups: groups take turns, and the items of a group keep their order. */
export class FairQueue<T> {
  /** In the order of their turns. */
  readonly #groups = new Map<string, T[]>();
  #size = 0;

  constructor(readonly groupOf: (item: T) => string) {}

  get size(): number {
    return this.#size;
  }

  push(item: T): void {
    const group = this.groupOf(item);
    const items = this.#groups.get(group);
    if (items) items.push(item);
    else this.#groups.set(group, [item]);
    this.#size++;
  }

  /** Inserts an item before the other items of its group. */
  putBack(item: T): void {
    const group = this.groupOf(item);
    this.#groups.set(group, [item, ...this.#groups.get(group) ?? []]);
    this.#size++;
  }

  /** Removes and returns the first item of the next group whose first item is accepted. */
  next(isAccepted: (item: T) => boolean = () => true): T | undefined {
    const [group, items] = [...this.#groups].find(([, [first]]) => first && isAccepted(first)) ??
      [];
    const item = items?.shift();
    if (group === undefined || !items || item === undefined) return undefined;
    this.#groups.delete(group);
    if (items.length > 0) this.#groups.set(group, items);
    this.#size--;
    return item;
  }
}
