/** Items that wait, each of a group: groups take turns, and a group's own items keep their order. */
export class FairQueue<T> {
  /** The group whose turn it is comes first. */
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

  /** Puts an item before the others of its group. */
  putBack(item: T): void {
    const group = this.groupOf(item);
    this.#groups.set(group, [item, ...this.#groups.get(group) ?? []]);
    this.#size++;
  }

  /** Takes the next item of the group whose turn it is, and of none of `others`. */
  next(others: ReadonlySet<string> = new Set()): T | undefined {
    const [group, items] = [...this.#groups].find(([name]) => !others.has(name)) ?? [];
    const item = items?.shift();
    if (group === undefined || !items || item === undefined) return undefined;
    this.#groups.delete(group);
    if (items.length > 0) this.#groups.set(group, items);
    this.#size--;
    return item;
  }
}
