import { type EditedElement, type MadeElement, madeText } from "../../dicom/write/edited.ts";
import type { HeaderRule, RecipeFunction, Variable } from "../../recipe/recipe.ts";
import { type PseudonymKey, pseudonymousUID, titleCode } from "../pseudonyms/pseudonym_key.ts";
import { mapUID, type Subject } from "../pseudonyms/subject.ts";
import { dummyValue } from "../values/dummy_value.ts";
import { shiftDates } from "../values/shift_dates.ts";

/** What a rule uses of an element. */
export interface Field {
  readonly tag: number;
  readonly vr: string;
  /** Its values joined by `\`; empty if the element is absent. */
  readonly text: string;
}

/** Makes the new values of elements for the rules of a recipe. */
export class RecipeEditor {
  constructor(
    readonly subject: Subject,
    readonly key: PseudonymKey,
    /** The shifted study date as `YYYYMMDD`; empty if there is none. */
    readonly studyDate: string,
  ) {}

  /** The new element of an ADD, REPLACE or JITTER; undefined when no such value can be made. */
  make({ action, value }: HeaderRule, field: Field): EditedElement | undefined {
    switch (value.kind) {
      case "text":
        return this.#text(field, value.text);
      case "variable":
        return action === "JITTER"
          ? this.#shift(field, -this.subject.daysBack)
          : this.#text(field, this.#variable(value.name, field.vr));
      case "function":
        return this.#function(value.name, field);
      case "days":
        return this.#shift(field, value.days);
      case "none":
      case "holding":
      case "values":
        return undefined;
    }
  }

  #variable(name: Variable, vr: string): string {
    const { patient, accession, studyID, original } = this.subject;
    switch (name) {
      case "id":
      case "entity_id":
        return patient;
      case "item_id":
      case "source_id":
        return vr === "UI" ? mapUID(this.key, original.SOPInstanceUID) : accession ?? studyID;
      case "accession":
        return accession ?? "";
      case "entity_timestamp":
      case "item_timestamp":
        return vr === "DA" || vr === "DT" ? this.studyDate : "";
      case "jitter":
        return String(-this.subject.daysBack);
    }
  }

  #function(name: RecipeFunction, field: Field): EditedElement | undefined {
    const { tag, vr, text } = field;
    switch (name) {
      case "hash":
        return this.#text(field, text === "" ? "" : titleCode(this.key, text));
      case "uid":
        return this.#text(field, text === "" ? "" : pseudonymousUID(this.key, text));
      case "jitter":
        return this.#shift(field, -this.subject.daysBack);
      case "dummy":
        return vr === "SQ" ? undefined : { tag, vr, value: dummyValue(vr) };
    }
  }

  #shift({ tag, vr, text }: Field, days: number): MadeElement | undefined {
    if (vr !== "DA" && vr !== "DT" && vr !== "TM") return undefined;
    const shifted = shiftDates(vr, text, days);
    return shifted === undefined ? undefined : madeText(tag, vr, shifted);
  }

  #text({ tag, vr }: Field, text: string): MadeElement | undefined {
    const value = encodeText(vr, text);
    return value && { tag, vr, value };
  }
}

type Write = (view: DataView, at: number, number: number) => void;

const writers: ReadonlyMap<string, readonly [size: number, write: Write]> = new Map<
  string,
  readonly [number, Write]
>([
  ["FD", [8, (view, at, number) => view.setFloat64(at, number, true)]],
  ["FL", [4, (view, at, number) => view.setFloat32(at, number, true)]],
  ["SL", [4, (view, at, number) => view.setInt32(at, number, true)]],
  ["SS", [2, (view, at, number) => view.setInt16(at, number, true)]],
  ["UL", [4, (view, at, number) => view.setUint32(at, number, true)]],
  ["US", [2, (view, at, number) => view.setUint16(at, number, true)]],
]);
const texts = new Set("AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT".split(" "));

/**
 * A text as a value of a VR in little endian, with numbers in binary form; undefined for other VRs.
 */
function encodeText(vr: string, text: string): Uint8Array | undefined {
  if (texts.has(vr)) return new TextEncoder().encode(text);
  const [size, write] = writers.get(vr) ?? [0, undefined];
  if (!write) return undefined;
  const numbers = text === "" ? [] : text.split("\\").map(Number);
  if (numbers.some((number) => !Number.isFinite(number))) return undefined;
  const bytes = new Uint8Array(numbers.length * size);
  const view = new DataView(bytes.buffer);
  for (const [at, number] of numbers.entries()) write(view, at * size, number);
  return bytes;
}
