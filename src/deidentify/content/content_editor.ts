import type { EditedElement } from "../../dicom/edited.ts";
import { madeText } from "../../dicom/edited.ts";
import type { Element } from "../../dicom/element.ts";
import { isUID } from "../../dicom/transfer_syntax.ts";
import { codeValues } from "../codes/code_decision.ts";
import { isPublishedCode, publishedMeaning } from "../codes/published_codes.ts";
import { dummyNumbers } from "../dummy_value.ts";
import { isDate } from "../obeys_vr.ts";
import type { ContentMode, Level } from "../level.ts";
import type { Options } from "../options.ts";
import type { ValueReader } from "../value_reader.ts";
import { isStructural } from "./structural_terms.ts";
import * as Tag from "../../dicom/tag.ts";

const texts = new Set(["LO", "LT", "SH", "ST", "UC", "UT"]);
const numbers = new Set(["AT", "FD", "FL", "SL", "SS", "SV", "UL", "US", "UV"]);
const dates = new Set(["DA", "DT", "TM"]);
/** They say how many numbers GraphicData has. */
const structuralNumbers = new Set([Tag.GraphicDimensions, Tag.NumberOfGraphicPoints]);
/** UIDs that name coding schemes and context groups; those of HL7's registry are public. */
const listUIDs = new Set<number>([Tag.CodingSchemeUID, Tag.ContextUID, Tag.MappingResourceUID]);
const registry = /^2\.16\.840\.1\.113883\.\d{1,2}\.\d{1,5}$/;
/** `20020904`, `v1`, `2.60`, `INTERNATIONAL 20230131` */
const version = /^(?:v?\d{1,4}(?:[._-]\d{1,4}){0,3}|(?:[a-z]{2,13}[ _-])?\d{8})$/i;

/** How values are read, and how those are edited that have no rule of their own in content. */
export interface ContentValues {
  readonly options: Options;
  readonly reader: ValueReader;
  clean(element: Element, level: Level): EditedElement | undefined;
  mapUIDs(element: Element): EditedElement;
}

/**
 * Edits one value of free content (PS3.15 E.3.2, E.3.4): structure, numbers, references and
 * published codes are kept, texts are cleaned, and everything else is replaced by a dummy value.
 */
export class ContentEditor {
  constructor(readonly values: ContentValues) {}

  edit(element: Element, vr: string, level: Level, mode: ContentMode): EditedElement {
    if (vr === "UI") return this.#uids(element);
    const text = this.values.reader.text(element, vr, level.characters) ?? "";
    if (vr === "CS" && isStructural(element.tag, text)) return { kept: element };
    if (structuralNumbers.has(element.tag)) return { kept: element };
    if (level.isIdentifying) return dummy(element, vr);
    const date = dates.has(vr) ? this.#date(element, vr, level) : undefined;
    if (date) return date;
    if (mode === "dummy") return dummy(element, vr);
    return this.#clean(element, vr, level, text);
  }

  #clean(element: Element, vr: string, level: Level, text: string): EditedElement {
    const { tag } = element;
    if (numbers.has(vr)) return { kept: element };
    if (vr === "DS" || vr === "IS") {
      return /^[-+\d.eE\\ ]*$/.test(text) ? { kept: element } : dummy(element, vr);
    }
    if (tag >= Tag.CodeValue && tag <= Tag.URNCodeValue) {
      const code = this.#code(element, level, text);
      if (code) return code;
    }
    const cleaned = texts.has(vr) && !codeValues.has(tag)
      ? this.values.reader.cleanText(text, vr)
      : "";
    return cleaned === "" ? dummy(element, vr) : madeText(tag, vr, cleaned);
  }

  /** A part of a coded entry (PS3.3 table 8.8-1); undefined if it is treated like other texts. */
  #code(element: Element, level: Level, text: string): EditedElement | undefined {
    const { tag } = element;
    const { reader } = this.values;
    const scheme = reader.sibling(level, Tag.CodingSchemeDesignator);
    const code = reader.sibling(level, Tag.CodeValue) ||
      reader.sibling(level, Tag.LongCodeValue);
    if (!isPublishedCode(scheme, code)) return undefined;
    if (tag === Tag.CodingSchemeDesignator) return { kept: element };
    if (tag === Tag.CodeValue || tag === Tag.LongCodeValue) {
      return text === code ? { kept: element } : undefined;
    }
    if (tag === Tag.CodingSchemeVersion) {
      return version.test(text) ? { kept: element } : undefined;
    }
    if (tag !== Tag.CodeMeaning) return undefined;
    const meaning = publishedMeaning(scheme, code, text) ?? this.#ownMeaning(text, code);
    return meaning === text ? { kept: element } : madeText(tag, "LO", meaning.slice(0, 64));
  }

  /**
   * The meaning of a code that is not in the table: the cleaned meaning, or the code if it is
   * empty.
   */
  #ownMeaning(text: string, code: string): string {
    const cleaned = this.values.reader.cleanText(text, "LO");
    return cleaned.toLowerCase() === text.toLowerCase() ? text : cleaned || code;
  }

  #uids(element: Element): EditedElement {
    const uids = this.values.reader.ascii(element)?.split("\\") ?? [];
    const isRetained = this.values.options.has("retainUids") && uids.every(isUID);
    const isPublic = listUIDs.has(element.tag) && uids.every((uid) => registry.test(uid));
    return isRetained || isPublic ? { kept: element } : this.values.mapUIDs(element);
  }

  #date(element: Element, vr: string, level: Level): EditedElement | undefined {
    const { options, reader } = this.values;
    if (options.has("retainFullDates") && isDate(vr, reader.ascii(element))) {
      return { kept: element };
    }
    return options.has("retainModifiedDates") ? this.values.clean(element, level) : undefined;
  }
}

function dummy({ tag, valueStart, valueEnd }: Element, vr: string): EditedElement {
  return { tag, vr, value: dummyNumbers(vr, valueEnd - valueStart) };
}
