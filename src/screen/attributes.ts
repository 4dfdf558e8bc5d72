import { elementTexts } from "../dicom/element_texts.ts";
import { hasValue } from "../dicom/has_value.ts";
import type { Header } from "../dicom/header.ts";

/** An attribute is absent, present without a value, or present with a value. */
export type State = "missing" | "empty" | "present";

interface Attribute {
  readonly state: State;
  readonly values: readonly string[];
}

const missing: Attribute = { state: "missing", values: [] };
const empty: Attribute = { state: "empty", values: [] };

/** The attributes of one header, for rules; each is read only once. */
export class Attributes {
  readonly #known = new Map<number, Attribute>();

  constructor(readonly header: Header) {}

  /** Undefined is an attribute that is not in PS3.6, so no image has it. */
  state(tag: number | undefined): State {
    return this.#read(tag).state;
  }

  /** The values without surrounding spaces; empty if the attribute has no value. */
  values(tag: number | undefined): readonly string[] {
    return this.#read(tag).values;
  }

  #read(tag: number | undefined): Attribute {
    if (tag === undefined) return missing;
    const known = this.#known.get(tag);
    if (known) return known;
    const { header } = this;
    const element = header.find(tag);
    const found = !element
      ? missing
      : !hasValue(header, element)
      ? empty
      : { state: "present" as const, values: this.#texts(element) };
    this.#known.set(tag, found);
    return found;
  }

  #texts(element: Parameters<typeof elementTexts>[1]): string[] {
    const { header } = this;
    return elementTexts(header, element, header.encoding, header.characters)
      .map((value) => value.trim());
  }
}
