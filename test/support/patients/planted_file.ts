import { Buffer } from "node:buffer";
import { dictionaryEntry } from "../../../src/dicom/dictionary.ts";
import { tableRows } from "../deidentify/profile_rows.ts";
import { Blocks, safePrivateRows, writtenVR } from "../deidentify/safe_private_rows.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  type PlainEncoding,
} from "../dicom/encode_data_set.ts";
import { mark, token, uidRoot } from "./planted_token.ts";
/** Kept by the profile, so that what is inside is reached at every depth. */
const keptSequence = 0x00082218;
const deepest = 4;
const contentSequence = 0x0040a730;

/**
 * Plants what every row of table E.1-1 names, at depths 0 to 4, besides private elements and
 * overlays.
 */
export class Planter {
  #number = 0;

  constructor(readonly withTimes: boolean) {}

  /** A whole file with a token in each place that may hold one. */
  file(encoding: PlainEncoding, sopInstanceUID: string): Uint8Array {
    const text = (): string => `${mark}${++this.#number}`;
    const dataSet = this.#level(0).filter(({ tag }) => tag !== 0x00080005 && tag !== 0x00080018);
    return encodeFile([...dataSet, ...this.#fixed(sopInstanceUID)], encoding, {
      preamble: Buffer.from(mark.repeat(32), "latin1"),
      meta: [
        ascii(0x00020002, "UI", "1.2.840.10008.5.1.4.1.1.2"),
        ascii(0x00020003, "UI", `${uidRoot}3`),
        ascii(0x00020012, "UI", `${uidRoot}12`),
        ...[0x00020013, 0x00020016, 0x00020017, 0x00020018].map((tag) => ascii(tag, "AE", text())),
        ascii(0x00020026, "UR", text()),
        ascii(0x00020100, "UI", `${uidRoot}100`),
        ascii(0x00020102, "OB", text()),
      ],
      behind: Buffer.from(`\0\0\0\0\0\0\0\0${mark} behind the data set`, "latin1"),
    });
  }

  #fixed(sopInstanceUID: string): PlainElement[] {
    const us = (tag: number, value: number): PlainElement => (
      { tag, vr: "US", value: Uint8Array.of(value, 0) }
    );
    return [
      ascii(0x00080005, "CS", "ISO_IR 192"),
      ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2"),
      ascii(0x00080018, "UI", sopInstanceUID),
      ascii(0x00080060, "CS", "CT"),
      us(0x00280002, 1),
      us(0x00280010, 2),
      us(0x00280011, 2),
      us(0x00280100, 16),
      us(0x00280101, 16),
      us(0x00280102, 15),
      us(0x00280103, 0),
      ascii(0x00280004, "CS", "MONOCHROME2"),
      { tag: 0x7fe00010, vr: "OW", value: new Uint8Array(8) },
      { tag: 0xfffcfffc, vr: "OB", value: Buffer.from(`${mark} padding `, "latin1") },
    ];
  }

  #level(depth: number): PlainElement[] {
    const inner = depth < deepest
      ? [{ tag: keptSequence, vr: "SQ", value: [this.#level(depth + 1), this.#level(deepest)] }]
      : [];
    const rows = tableRows.flatMap(({ tag }) => tag === undefined ? [] : [tag])
      .filter((tag) => tag !== keptSequence && tag >>> 16 !== 2);
    return [
      ...rows.flatMap((tag) => this.#planted(tag)),
      ...inner,
      ...this.#private(),
      ...(depth < 2 ? this.#safePrivate() : []),
      ...(depth === 0 ? this.#repeating() : []),
      ...this.#text(0x00080fff, "LO"),
    ];
  }

  #planted(tag: number): PlainElement[] {
    const vr = dictionaryEntry(tag)?.vr ?? "UN";
    if (vr !== "SQ") return this.#text(tag, vr);
    const item = [
      ...this.#text(0x00080080, "LO"),
      ...this.#text(0x00081155, "UI"),
      ...this.#text(0x00100010, "PN"),
      ...this.#text(0x0040a160, "UT"),
      ...this.#private(),
    ];
    const more = tag === contentSequence ? this.#coded() : [];
    return [{ tag, vr, value: [[...item, ...more], item] }];
  }

  /**
   * A concept, a code and a unit of published schemes, with tokens in the place of what is theirs.
   */
  #coded(): PlainElement[] {
    const entry = (tag: number, code: string, scheme: string): PlainElement => ({
      tag,
      vr: "SQ",
      value: [[
        ascii(0x00080100, "SH", code),
        ascii(0x00080102, "SH", scheme),
        ...this.#text(0x00080104, "LO"),
      ]],
    });
    const unit = entry(0x004008ea, `{${mark}${++this.#number}}`, "UCUM");
    return [
      entry(0x0040a043, "121071", "DCM"),
      entry(0x0040a168, `${mark}${++this.#number}`, "SCT"),
      { tag: 0x0040a300, vr: "SQ", value: [[unit]] },
    ];
  }

  #private(): PlainElement[] {
    return [
      ...this.#text(0x00090010, "LO"),
      ...this.#text(0x00091001, "PN"),
      ...this.#text(0x00091002, "UN"),
      { tag: 0x00091003, vr: "SQ", value: [this.#text(0x00100010, "PN")] },
      ...this.#text(0x7fe11001, "OB"),
    ];
  }

  /** Every element of table E.3.10-1, and private sequences, listed and not, around others. */
  #safePrivate(): PlainElement[] {
    const [blocks, inner] = [new Blocks(), new Blocks()];
    const texts = safePrivateRows.filter((row) => writtenVR(row) !== "SQ");
    const inside = (): PlainElement[] => [
      ...texts.flatMap((row) => this.#text(inner.tagOf(row), writtenVR(row))),
      ...inner.creators,
      ...this.#text(0x00080080, "LO"),
      ...this.#text(0x00100010, "PN"),
      ...this.#text(0x00104000, "LT"),
      ...this.#private(),
    ];
    const rows = safePrivateRows.flatMap((row): PlainElement[] => {
      const [tag, vr] = [blocks.tagOf(row), writtenVR(row)];
      if (vr !== "SQ") return this.#text(tag, vr);
      return [{ tag, vr, value: [[...this.#text(0x00100010, "PN"), ...this.#private()]] }];
    });
    return [
      ...rows,
      ...blocks.creators,
      ascii(0x20050014, "LO", "Philips MR Imaging DD 005"),
      { tag: 0x2005140f, vr: "SQ", value: [inside(), inside()] },
    ];
  }

  #repeating(): PlainElement[] {
    return [
      ...[0x50000040, 0x50023000, 0x501e2500].flatMap((tag) => this.#text(tag, "LO")),
      ...[0x60000022, 0x60001500, 0x60004000, 0x60024000].flatMap((tag) => this.#text(tag, "LO")),
      ...[0x60003000, 0x60023000, 0x601e3000].flatMap((tag) => this.#text(tag, "OW")),
    ];
  }

  #text(tag: number, vr: string): PlainElement[] {
    const value = token(vr, ++this.#number, this.withTimes);
    return value ? [{ tag, vr, value }] : [];
  }
}
