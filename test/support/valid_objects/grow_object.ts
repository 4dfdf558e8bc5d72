import { Buffer } from "node:buffer";
import { dictionaryEntry } from "../../../src/dicom/dictionary.ts";
import { type DataTree, fileOf, itemAt, type Place } from "./data_tree.ts";
import { type Complaint, complaintsIn, dciodvfy } from "./dciodvfy.ts";
import { sampleValues } from "./sample_values.ts";

/** An object of a SOP class, with as few errors of dciodvfy as could be reached. */
export interface GrownObject {
  readonly tree: DataTree;
  readonly complaints: readonly Complaint[];
}

const mostRounds = 150;
/** Values of an attribute that no class requires, before it is removed. */
const mostTries = 5;
/** Alternatives of CodeValue (PS3.3 8.1) and of InstitutionName (10.1), of which there is one. */
const neverAdded = new Set([0x00080119, 0x00080120, 0x00080082]);

/**
 * Grows an object of a SOP class: dciodvfy says which attributes are missing and which values are
 * wrong, and they are added and changed until it has no more errors, or no change helps.
 */
export async function growObject(
  start: DataTree,
  optional: readonly Place[] = [],
): Promise<GrownObject> {
  const grower = new Grower(start);
  for (const place of optional) grower.addOptional(place);
  for (let round = 0; round < mostRounds; round++) {
    const complaints = complaintsIn(await dciodvfy(fileOf(start)));
    if (!grower.heedAll(complaints)) return { tree: start, complaints };
  }
  return { tree: start, complaints: complaintsIn(await dciodvfy(fileOf(start))) };
}

class Grower {
  readonly #tries = new Map<string, number>();
  readonly #optional = new Set<string>();
  readonly #repeated = new Set<string>();
  readonly #removed = new Set<string>();

  constructor(readonly tree: DataTree) {}

  /** Changes what complaints are about, each attribute once; false when nothing is left to try. */
  heedAll(complaints: readonly Complaint[]): boolean {
    const changed = new Set<string>();
    for (const complaint of complaints) {
      const name = JSON.stringify(complaint.place);
      if (!changed.has(name) && this.#heed(complaint)) changed.add(name);
    }
    return changed.size > 0;
  }

  #heed({ place, message }: Complaint): boolean {
    if (!place || place.tag >>> 16 <= 2 || this.#isInside(place)) return false;
    if (/^Missing attribute|is required/.test(message)) return this.add(place);
    if (/already used|condition unsatisfied/.test(message)) return this.#remove(place);
    const length = /incorrect value length.* expected (\d+) dec/.exec(message)?.[1];
    if (length) return this.#set(place, new Uint8Array(Number(length)));
    const count = Number(/\((\d+)[^)]* Required by/.exec(message)?.[1] ?? "0");
    const value = itemAt(this.tree, place).get(place.tag);
    if (value === undefined) return false;
    if (!Array.isArray(value)) return this.#tryNext(place, count);
    if (count === 0 || count === value.length) return false;
    while (value.length < count) value.push(new Map());
    value.length = count;
    return true;
  }

  addOptional(place: Place): void {
    if (this.add(place)) this.#optional.add(JSON.stringify(place));
  }

  /** Adds an attribute; false when it is there, or was removed for another reason. */
  add(place: Place): boolean {
    const item = itemAt(this.tree, place);
    const isOut = neverAdded.has(place.tag) || this.#removed.has(JSON.stringify(place));
    if (isOut || item.has(place.tag)) return false;
    const isSequence = dictionaryEntry(place.tag)?.vr === "SQ";
    item.set(place.tag, isSequence ? [new Map()] : sampleValues(place.tag)[0] ?? new Uint8Array(0));
    return true;
  }

  /** Whether a place is in the items of a sequence that was removed. */
  #isInside({ items }: Place): boolean {
    return items.some(([tag], depth) =>
      this.#removed.has(JSON.stringify({ items: items.slice(0, depth), tag }))
    );
  }

  #remove(place: Place): boolean {
    const name = JSON.stringify(place);
    if (this.#removed.has(name)) return false;
    this.#removed.add(name);
    itemAt(this.tree, place).delete(place.tag);
    return true;
  }

  #tryNext(place: Place, count: number): boolean {
    const name = JSON.stringify(place);
    const values = sampleValues(place.tag);
    if (count > 1 && !this.#repeated.has(name)) {
      this.#repeated.add(name);
      return this.#set(place, repeated(values[0] ?? new Uint8Array(0), place.tag, count));
    }
    const tried = (this.#tries.get(name) ?? 0) + 1;
    this.#tries.set(name, tried);
    if (this.#optional.has(name) && tried > mostTries) return this.#remove(place);
    const next = values[tried];
    return next !== undefined && this.#set(place, next);
  }

  #set(place: Place, value: Uint8Array): boolean {
    itemAt(this.tree, place).set(place.tag, value);
    return true;
  }
}

/** A value several times. */
function repeated(value: Uint8Array, tag: number, count: number): Uint8Array {
  const vr = dictionaryEntry(tag)?.vr ?? "";
  const isBinary = /^(AT|F[DL]|O.|S[LSV]|U[LSV])$/.test(vr);
  const parts = Array.from(
    { length: count },
    (_, at) => isBinary || at === 0 ? [value] : [Buffer.from("\\"), value],
  );
  return Buffer.concat(parts.flat());
}
