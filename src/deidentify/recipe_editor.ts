import { type EditedElement, type MadeElement, madeText } from "../dicom/edited.ts";
import type { HeaderRule, RecipeFunction, Variable } from "../recipe/recipe.ts";
import { dummyValue } from "./dummy_value.ts";
import { encodeText } from "./encode_text.ts";
import { pseudonymousUID, titleCode } from "./pseudonym.ts";
import type { PseudonymKey } from "./pseudonym_key.ts";
import { shiftDates } from "./shift_dates.ts";
import { mapUID, type Subject } from "./subject.ts";

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
