import type { Element } from "../../dicom/element.ts";
import * as Tag from "../../dicom/tag.ts";
import { isUID } from "../../dicom/transfer_syntax.ts";
import { type EditedElement, madeText } from "../../dicom/write/edited.ts";
import { codeValues } from "../codes/code_decision.ts";
import { isPublishedCode, publishedMeaning } from "../codes/published_codes.ts";
import type { Options } from "../profile/options.ts";
import { dummyNumbers } from "../values/dummy_value.ts";
import type { ContentMode, Level } from "../values/level.ts";
import { isDate } from "../values/obeys_vr.ts";
import type { ValueReader } from "../values/value_reader.ts";

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

/** Defined terms of PS3.3 that describe the structure of content. */
const terms = new Set(
  ("TEXT,NUM,CODE,CONTAINER,PNAME,DATE,TIME,DATETIME,UIDREF,COMPOSITE,IMAGE,WAVEFORM,SCOORD," +
    "SCOORD3D,TCOORD,TABLE,NUMERIC,CONTAINS,HAS PROPERTIES,HAS OBS CONTEXT,HAS ACQ CONTEXT," +
    "INFERRED FROM,SELECTED FROM,HAS CONCEPT MOD,SEPARATE,CONTINUOUS,POINT,POLYLINE,CIRCLE," +
    "ELLIPSE,INTERPOLATED,MULTIPOINT,MULTISEGMENT,POLYGON,ELLIPSOID,PIXEL,DISPLAY,MATRIX," +
    "SEGMENT,BEGIN,END,Y,N,YES,NO,LEFT,RIGHT,CENTER,DCMR,SEQUENCE,FRAME,VOLUME").split(","),
);
/** ContextIdentifier and TemplateIdentifier: numbers of context groups and templates of PS3.16. */
const identifiers = new Set([Tag.ContextIdentifier, Tag.TemplateIdentifier]);
const identifier = /^(?:CID |TID )?\d{1,5}[A-Z]?$/;

/**
 * Whether a value of VR CS in free content belongs to its structure. `text` may have several
 * values.
 */
function isStructural(tag: number, text: string): boolean {
  if (identifiers.has(tag)) return identifier.test(text.trim());
  return text.split("\\").every((term) => terms.has(term.trim()));
}
