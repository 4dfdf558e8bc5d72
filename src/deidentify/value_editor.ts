import { impliedVR, vrOf } from "../dicom/dictionary.ts";
import type { Element } from "../dicom/element.ts";
import type { Header } from "../dicom/read/header.ts";
import * as Tag from "../dicom/tag.ts";
import { understoodTerms } from "../dicom/text/character_set.ts";
import { type EditedElement, type MadeElement, madeText as made } from "../dicom/write/edited.ts";
import { SkippedFileError } from "../model/errors.ts";
import { codeDecision, codeValues } from "./codes/code_decision.ts";
import { ContentEditor } from "./content/content_editor.ts";
import type { Decision } from "./profile/decision.ts";
import type { Options } from "./profile/options.ts";
import {
  localCode,
  type PseudonymKey,
  pseudonymousUID,
  schemeCode,
  titleCode,
} from "./pseudonyms/pseudonym_key.ts";
import { mapUID } from "./pseudonyms/subject.ts";
import type { DataSetTexts } from "./text/text_cleaner.ts";
import { dummyValue } from "./values/dummy_value.ts";
import type { Level } from "./values/level.ts";
import { obeysVR } from "./values/obeys_vr.ts";
import { shiftDates } from "./values/shift_dates.ts";
import { ValueReader } from "./values/value_reader.ts";

const schemes = "CodingSchemeIdentificationSequence__";
const dates = new Set(["DA", "DT", "TM"]);
const cleanable = new Set(["LO", "LT", "SH", "ST", "UC", "UT"]);
/** Of one image; honest ones refer to some thousand instances. */
const mostUIDs = 50_000;

/** Edits single values; what holds items is not its business. */
export class ValueEditor {
  readonly #uids = new Set<string>();
  #mapped: string[] = [];
  readonly reader: ValueReader;
  readonly #content = new ContentEditor(this);

  constructor(
    header: Header,
    readonly key: PseudonymKey,
    readonly daysBack: number,
    readonly options: Options,
    texts: DataSetTexts,
  ) {
    this.reader = new ValueReader(header, texts);
  }

  /**
   * A value that stays; of an age, what is not the mark of a few. Undefined for one that is not
   * valid for its attribute.
   */
  keep(element: Element, level: Level): EditedElement | undefined {
    const vr = vrOf(element);
    if (element.valueStart === element.valueEnd) return { kept: element };
    if (element.tag === Tag.SpecificCharacterSet) return this.#characterSet(element);
    if (level.content) return this.#content.edit(element, vr, level, level.content);
    const expected = impliedVR(element.tag);
    if (vr === "AS" || expected === "AS") return this.#age(element);
    if (!obeysVR({ vr, expected, text: () => this.reader.ascii(element) })) return undefined;
    return { kept: element };
  }

  /** What is left of a value that is to be cleaned; undefined when that is nothing. */
  clean(element: Element, level: Level): EditedElement | undefined {
    if (level.isIdentifying) return undefined;
    const vr = vrOf(element);
    if (dates.has(vr)) return this.#shift(element, vr);
    if (element.tag === Tag.TimezoneOffsetFromUTC) {
      const written = this.reader.ascii(element) ?? "";
      const [, hours, minutes] = /^([+-]\d{2}):?(\d{2})$/.exec(written) ?? [];
      if (hours === undefined) return undefined;
      return written.includes(":") ? madeText(element, vr, hours + minutes) : { kept: element };
    }
    const text = this.reader.text(element, vr, level.characters);
    if (!text) return undefined;
    const isCode = codeValues.has(element.tag) || element.tag === Tag.CodingSchemeDesignator;
    if (isCode) return madeText(element, vr, this.#codePseudonym(element.tag, text, level));
    if (vr === "AE") return madeText(element, vr, titleCode(this.key, text));
    const cleaned = cleanable.has(vr) ? this.reader.cleanText(text, vr) : "";
    return cleaned === "" ? undefined : madeText(element, vr, cleaned);
  }

  /** Puts a pseudonymous UID in the place of each. Throws SkippedFileError TOO_COMPLEX. */
  mapUIDs(element: Element): EditedElement {
    const uids = this.reader.ascii(element);
    if (!uids) return { tag: element.tag, vr: "UI", value: dummyValue("UI") };
    const mapped = uids.split("\\").map((uid) => uid && this.mapUID(uid)).join("\\");
    return mapped === uids ? { kept: element } : madeText(element, "UI", mapped);
  }

  /** The UIDs that were replaced since the last call. */
  takeMapped(): readonly string[] {
    const mapped = this.#mapped;
    this.#mapped = [];
    return mapped;
  }

  /** The pseudonym of a UID. Throws SkippedFileError TOO_COMPLEX. */
  mapUID(uid: string): string {
    this.#mapped.push(uid);
    if (this.#uids.add(uid).size <= mostUIDs) return mapUID(this.key, uid);
    throw new SkippedFileError("TOO_COMPLEX", `it has more than ${mostUIDs} UIDs`);
  }

  #age(element: Element): EditedElement {
    const written = this.reader.ascii(element) ?? "";
    const age = capAge(written);
    return age === written && element.vr === "AS"
      ? { kept: element }
      : madeText(element, "AS", age);
  }

  /** What happens to a part of a coded entry; content has a rule of its own for meanings. */
  decideCode(tag: number, level: Level): Decision | undefined {
    if (tag < Tag.CodeValue || tag > Tag.MappingResourceName) return undefined;
    if (level.content === "dummy") return undefined;
    if (level.content === "clean" && tag === Tag.CodeMeaning) return undefined;
    const entry = {
      designator: this.reader.sibling(level, Tag.CodingSchemeDesignator),
      mappingResource: this.reader.sibling(level, Tag.MappingResource),
      hasCode: level.elements.some(({ tag }) => codeValues.has(tag)),
      describesScheme: level.path.endsWith(schemes),
    };
    return codeDecision(tag, entry, this.options);
  }

  #codePseudonym(tag: number, text: string, level: Level): string {
    if (tag === Tag.CodingSchemeDesignator) return schemeCode(this.key, text);
    if (tag === Tag.URNCodeValue) return `urn:oid:${pseudonymousUID(this.key, text)}`;
    return localCode(this.key, this.reader.sibling(level, Tag.CodingSchemeDesignator), text);
  }

  /** What of the terms is one; text in an unknown character set has never been read in it. */
  #characterSet(element: Element): EditedElement | undefined {
    const written = this.reader.ascii(element) ?? "";
    const understood = understoodTerms(written.split("\\"));
    if (understood === written) return { kept: element };
    return understood === "" ? undefined : madeText(element, "CS", understood);
  }

  #shift(element: Element, vr: string): EditedElement | undefined {
    const text = this.reader.ascii(element);
    const shifted = text && shiftDates(vr, text, -this.daysBack);
    if (!shifted) return undefined;
    return shifted === text ? { kept: element } : madeText(element, vr, shifted);
  }
}

const madeText = ({ tag }: Element, vr: string, text: string): MadeElement => made(tag, vr, text);

/** Digits and a unit, as people type them: `22Y`, `022y`, `22 Y`, and years without a unit. */
const written = /^[\s\0]*0*(\d{1,3})[\s\0]*([DWMY]?)[\s\0]*$/i;

/**
 * Normalises age strings (PS3.5 6.2): `72` and `72Y` become `072Y`, `6m` becomes `006M`. An age of
 * 90 years or more becomes `090Y`, because few people share it (45 CFR 164.514(b)(2)). A text that
 * is not an age becomes empty.
 */
export function capAge(value: string): string {
  return value.split("\\").map((age) => {
    const [, number, unit = ""] = written.exec(age) ?? [];
    if (number === undefined) return "";
    const unitOrYears = unit.toUpperCase() || "Y";
    const isRare = unitOrYears === "Y" && Number(number) >= 90;
    return isRare ? "090Y" : number.padStart(3, "0") + unitOrYears;
  }).join("\\");
}
