import type { Element } from "../../dicom/element.ts";
import { binarySize, decimal } from "../../dicom/text/decode_numbers.ts";
import { latinText, trimPadding } from "../../dicom/text/decode_text.ts";
import { isUID } from "../../dicom/transfer_syntax.ts";
import { type EditedElement, madeText } from "../../dicom/write/edited.ts";
import type { Options } from "../profile/options.ts";
import { type PrivateRow, type VRKind, vrKind } from "../profile/private_table.ts";
import type { Level } from "../values/level.ts";
import type { ValueReader } from "../values/value_reader.ts";
import { isTechnicalText } from "./technical_text.ts";

/** Kinds of values that are accepted in place of the kind in the table. */
const alike: Readonly<Record<VRKind, readonly VRKind[]>> = {
  number: ["number", "decimal", "text"],
  decimal: ["number", "decimal", "text"],
  text: ["text", "number", "decimal"],
  bytes: ["bytes", "number"],
  uid: ["uid"],
  date: ["date"],
  age: ["age"],
  sequence: [],
  address: [],
};
/** Longer top-level values are not loaded; they are bytes of an image or a volume. */
const mostLoaded = 1 << 20;
/** How many bytes of numbers and bytes are checked. */
const mostSeen = 64 << 10;
const mostInteger = 2 ** 31;
const longInteger = /^\d{5,}$/;
/** Letters of names that are looked for in flags and terms (the patient could be a Mrs No) … */
const shortestTechnical = 3;
/** … and in bytes, where fewer stand by chance. */
const shortestInBytes = 6;
/** This many bytes that are all letters are a text, even if the VR says numbers. */
const longestChance = 12;

/** How values are read, and how those are edited that are treated like standard ones. */
export interface ValueEdits {
  readonly options: Options;
  readonly reader: ValueReader;
  keep(element: Element, level: Level): EditedElement | undefined;
  clean(element: Element, level: Level): EditedElement | undefined;
  mapUIDs(element: Element): EditedElement;
}

/** Decides what is released of the values of safe private elements. */
export class PrivateValues {
  constructor(readonly values: ValueEdits) {}

  /**
   * A value of an element in a table. Undefined if nothing may be released: the value is of another
   * kind, or it is a text that is not technical and that is empty after cleaning.
   */
  listed(element: Element, level: Level, { vr, source }: PrivateRow): EditedElement | undefined {
    if (element.valueStart === element.valueEnd) return { kept: element };
    if (element.vr === "UN" && startsItem(this.#seen(element))) return undefined;
    const [rowVR = ""] = vr.split("/");
    const written = element.vr === "UN" ? rowVR : element.vr;
    const [kind, wanted] = [vrKind(written), vrKind(rowVR)];
    if (kind && wanted && !alike[wanted].includes(kind)) return undefined;
    const isSite = source === "site";
    if (kind === "text" && (wanted === "number" || wanted === "decimal")) {
      return this.#decimals(element);
    }
    return this.#value(element, level, { written, kind, isDeclared: isSite });
  }

  /** A value of an element that the data set itself declares safe (PS3.3 C.12.1.1.7). */
  declared(element: Element, level: Level): EditedElement | undefined {
    if (element.valueStart === element.valueEnd) return { kept: element };
    const [written, kind] = [element.vr, vrKind(element.vr)];
    return this.#value(element, level, { written, kind, isDeclared: true });
  }

  #value(
    element: Element,
    level: Level,
    { written, kind, isDeclared }: {
      written: string;
      kind?: VRKind | undefined;
      isDeclared: boolean;
    },
  ): EditedElement | undefined {
    switch (kind) {
      case "uid":
        return this.#uids(element);
      case "number":
        return this.#numbers(element, written);
      case "decimal":
        return this.#decimals(element);
      case "text":
        return this.#text(element, level, written, isDeclared);
      case "date":
        return this.#date(element, level);
      case "age":
        return this.values.keep(element, level);
      case "bytes":
      case undefined:
        return this.#bytes(element, isDeclared);
      case "sequence":
      case "address":
        return undefined;
    }
  }

  #uids(element: Element): EditedElement {
    const uids = this.values.reader.ascii(element)?.split("\\") ?? [];
    const isRetained = this.values.options.has("retainUids") && uids.every(isUID);
    return isRetained ? { kept: element } : this.values.mapUIDs(element);
  }

  #numbers(element: Element, vr: string): EditedElement | undefined {
    const length = element.valueEnd - element.valueStart;
    if (length % (binarySize(vr) ?? 1) !== 0) return undefined;
    const isText = length >= longestChance && /^[a-z0-9^ ]+\0*$/i.test(this.#seen(element));
    return isText ? undefined : { kept: element };
  }

  #decimals(element: Element): EditedElement | undefined {
    const texts = this.#seen(element).split("\\").map(trimPadding);
    const isWhole = element.valueEnd - element.valueStart <= mostSeen;
    if (!isWhole || !texts.every(isQuantity)) return undefined;
    const { reader } = this.values;
    const isIdentifier = texts.some((text) => longInteger.test(text) && reader.hasOwnWords(text));
    return isIdentifier ? undefined : { kept: element };
  }

  #text(
    element: Element,
    { characters }: Level,
    vr: string,
    isDeclared: boolean,
  ): EditedElement | undefined {
    const { reader } = this.values;
    const text = reader.text(element, vr, characters);
    if (text === undefined) return undefined;
    const isOwn = reader.hasOwnWords(text, isDeclared ? 2 : shortestTechnical);
    if (!isOwn && (isDeclared || isTechnicalText(text))) return { kept: element };
    const cleaned = vr === "CS" ? "" : reader.cleanText(text, vr);
    return cleaned === "" ? undefined : madeText(element.tag, vr, cleaned);
  }

  #date(element: Element, level: Level): EditedElement | undefined {
    const { options } = this.values;
    if (options.has("retainModifiedDates")) return this.values.clean(element, level);
    return options.has("retainFullDates") ? this.values.keep(element, level) : undefined;
  }

  /** Bytes are kept unless they are a text; a text in a listed element must be technical. */
  #bytes(element: Element, isDeclared: boolean): EditedElement | undefined {
    if (element.valueEnd - element.valueStart > mostLoaded) return { kept: element };
    const bytes = this.#seen(element);
    if (startsItem(bytes)) return undefined;
    const text = bytes.replace(/[\0 ]+$/, "");
    const isText = /^[\x20-\x7e\r\n\t]{4,}$/.test(text);
    const { reader } = this.values;
    if (!isText) {
      const words = bytes.replaceAll(/[^\x20-\x7e]/g, " ");
      return reader.hasOwnWords(words, shortestInBytes) ? undefined : { kept: element };
    }
    const isSafe = isDeclared || isTechnicalText(text);
    return isSafe && !reader.hasOwnWords(text) ? { kept: element } : undefined;
  }

  /** The first bytes of a value as Latin-1; empty if the value is not loaded. */
  #seen({ valueStart, valueEnd }: Element): string {
    const { window } = this.values.reader.header;
    if (valueEnd - valueStart > mostLoaded) return "";
    return latinText(window.bytes(valueStart, Math.min(valueEnd, valueStart + mostSeen)));
  }
}

/** A number that is not longer than an integer of 32 bits: longer ones could be identifiers. */
function isQuantity(text: string): boolean {
  if (text === "") return true;
  const number = decimal(text);
  const isPlain = /^[+-]?\d+\.?$/.test(text);
  return !Number.isNaN(number) && (!isPlain || Math.abs(number) < mostInteger);
}

/** Whether bytes start with the tag of an item (FFFE,E000), in either byte order. */
function startsItem(bytes: string): boolean {
  return bytes.startsWith("\xfe\xff\x00\xe0") || bytes.startsWith("\xff\xfe\xe0\x00");
}
