import { Buffer } from "node:buffer";
import type { PlainElement } from "../../test/support/dicom/encode_data_set.ts";

interface Node {
  readonly tag: number;
  readonly vr: string;
  readonly value: Uint8Array | Map<number, Node>;
}

/** A data set built from elements with paths of the answer key. Sequences have one item. */
export class InsertedElements {
  readonly #top = new Map<number, Node>();

  /** Inserts or replaces an element. Throws a TypeError if the path is invalid. */
  insert(path: string, vr: string, value: Uint8Array): void {
    let item = this.#top;
    const parts = path.split("/0/");
    for (const part of parts.slice(0, -1)) {
      const tag = tagIn(item, part);
      const sequence = item.get(tag)?.value;
      const inner = sequence instanceof Map ? sequence : new Map<number, Node>();
      item.set(tag, { tag, vr: "SQ", value: inner });
      item = inner;
    }
    const tag = tagIn(item, parts.at(-1) ?? "");
    item.set(tag, { tag, vr, value });
  }

  list(): PlainElement[] {
    return listOf(this.#top);
  }
}

function listOf(nodes: ReadonlyMap<number, Node>): PlainElement[] {
  return [...nodes.values()].map(({ tag, vr, value }) => (
    { tag, vr, value: value instanceof Map ? [listOf(value)] : value }
  ));
}

/** The tag for a part of a path; a private creator reserves the next free block (PS3.5 7.8.1). */
function tagIn(item: Map<number, Node>, part: string): number {
  if (/^[0-9A-F]{8}$/.test(part)) return Number.parseInt(part, 16);
  const [, group, creator, low] = /^\(([0-9A-F]{4}),([^,]+),([0-9A-F]{2})\)$/.exec(part) ?? [];
  if (!group || !creator || !low) throw new TypeError(`${part} is not a path`);
  const base = Number.parseInt(group, 16) * 0x10000;
  for (let block = 0x10; block < 0x100; block++) {
    const existing = item.get(base + block);
    if (existing === undefined) {
      item.set(base + block, { tag: base + block, vr: "LO", value: Buffer.from(creator) });
    } else if (!Buffer.from(existing.value as Uint8Array).equals(Buffer.from(creator))) continue;
    return base + block * 0x100 + Number.parseInt(low, 16);
  }
  throw new TypeError(`no block is free for ${creator}`);
}
