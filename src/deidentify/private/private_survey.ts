import { isPrivateCreator, tagHex } from "../../dicom/dictionary.ts";
import type { Element } from "../../dicom/element.ts";
import type { Header } from "../../dicom/read/header.ts";
import type { PrivateTable } from "../profile/private_table.ts";
import { ValueReader } from "../values/value_reader.ts";
import {
  BlockCharacteristics,
  blockOf,
  isKnownCreator,
  isPrivate,
  privateBlocks,
} from "./private_blocks.ts";
import table from "./private_dictionary.tsv" with { type: "text" };

/** A private element that nothing calls safe, and how often it was seen; never its value. */
export interface UnknownPrivateElement {
  /** As in table E.3.10-1: `(0019,xxBB)`. */
  readonly tag: string;
  /** Empty if none reserves its block; undefined if its text names the patient of an image. */
  readonly creator: string | undefined;
  /** As written; in implicit VR the published one, `UN` if there is none. */
  readonly vr: string;
  /** What its maker calls it; empty if that is not published. */
  readonly name: string;
  readonly images: number;
  readonly elements: number;
}

interface Count {
  readonly found: Omit<UnknownPrivateElement, "images" | "elements">;
  elements: number;
  readonly images: Set<number>;
}

/** Of one survey; a hostile folder could have any number. */
const mostCounts = 50_000;

/** Counts the private elements that RETAIN_SAFE_PRIVATE would not keep by themselves. */
export class PrivateSurvey {
  readonly #counts = new Map<string, Count>();
  #images = 0;

  constructor(readonly table: PrivateTable) {}

  add(header: Header): void {
    this.#images++;
    const [reader, declared] = [new ValueReader(header), new BlockCharacteristics(header)];
    const visit = (elements: readonly Element[]): void => {
      const blocks = privateBlocks(header, elements);
      for (const element of elements) {
        for (const item of element.items ?? []) visit(item.elements);
        if (!isPrivate(element.tag) || isPrivateCreator(element.tag)) continue;
        if ((element.tag & 0xffff) === 0) continue;
        const creator = blocks.get(blockOf(element.tag))?.name ?? "";
        const isSafe = this.table.find(creator, element.tag) !== undefined ||
          declared.find(creator, element.tag) === "safe";
        const isPublic = isKnownCreator(creator) || !reader.hasOwnWords(creator);
        if (!isSafe) this.#count(element, isPublic ? printable(creator) : undefined);
      }
    };
    visit(header.elements);
  }

  /** In the order of tags, then of creators. */
  get unknown(): UnknownPrivateElement[] {
    return [...this.#counts].sort(([a], [b]) => a < b ? -1 : 1)
      .map(([, { found, elements, images }]) => ({ ...found, images: images.size, elements }));
  }

  #count({ tag, vr, items }: Element, creator: string | undefined): void {
    const published = publishedElement(creator ?? "", tag);
    const written = items ? "SQ" : vr;
    const found = {
      tag: privateTagText(tag),
      creator,
      vr: written === "UN" ? published?.vr ?? written : written,
      name: published?.name ?? "",
    };
    const key = JSON.stringify([found.tag, creator ?? null, found.vr]);
    const count = this.#counts.get(key) ?? { found, elements: 0, images: new Set() };
    if (!this.#counts.has(key) && this.#counts.size >= mostCounts) return;
    this.#counts.set(key, count);
    count.elements++;
    count.images.add(this.#images);
  }
}

/** A creator as one line of a table. */
function printable(creator: string): string {
  return creator.replaceAll(/[^\x20-\x7e]/g, "?");
}

/** What is published about a private element. */
export interface PublishedElement {
  readonly vr: string;
  /** Empty if only the VR is known. */
  readonly name: string;
}

let known: ReadonlyMap<string, PublishedElement> | undefined;

/** Undefined for an element that is not in the dictionaries of pydicom and dcmtk. */
function publishedElement(creator: string, tag: number): PublishedElement | undefined {
  known ??= new Map(
    table.split("\n").filter((line) => line !== "" && !line.startsWith("#")).map((line) => {
      const [written = "", of = "", vr = "", name = ""] = line.split("\t");
      return [`${written} ${of}`, { vr, name }];
    }),
  );
  return known.get(`${privateTagText(tag)} ${creator}`);
}

/** A private tag without its block, as in PS3.15 table E.3.10-1: `(0019,xxBB)`. */
function privateTagText(tag: number): string {
  const name = tagHex(tag);
  return `(${name.slice(0, 4)},xx${name.slice(6)})`;
}
