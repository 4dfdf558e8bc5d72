import { Buffer } from "node:buffer";
import { dictionaryEntry } from "../../../src/dicom/dictionary.ts";
import terms from "../../../src/gate/search/defined_terms.tsv" with { type: "text" };
import table from "./sample_values.tsv" with { type: "text" };

const texts: Readonly<Record<string, readonly string[]>> = {
  AE: ["SCANNER1"],
  AS: ["045Y"],
  CS: ["YES", "NO", "ORIGINAL", "NONE", "R", "LEFT", "MM", "PLANAR", "1"],
  DA: ["20200131"],
  DS: ["1.5", "1\\2", "1\\2\\3", "1\\0\\0\\0\\1\\0", "0"],
  DT: ["20200131101112"],
  IS: ["1", "1\\1", "1\\2\\3", "2", "0"],
  LO: ["Ordinary text"],
  LT: ["Ordinary text"],
  PN: ["Doe^Jane"],
  SH: ["Ordinary"],
  ST: ["Ordinary text"],
  TM: ["101112"],
  UC: ["Ordinary text"],
  UR: ["http://example.org/x"],
  UT: ["Ordinary text"],
};
const sizes: Readonly<Record<string, number>> = {
  OB: 2,
  OW: 2,
  SS: 2,
  UN: 2,
  US: 2,
  AT: 4,
  FL: 4,
  OF: 4,
  OL: 4,
  SL: 4,
  UL: 4,
  FD: 8,
  OD: 8,
  OV: 8,
  SV: 8,
  UV: 8,
};

const rowsOf = (text: string): string[][] =>
  text.split("\n").filter((line) => line !== "" && !line.startsWith("#")).map((line) =>
    line.split("\t")
  );
const ofKeyword = new Map(rowsOf(table).map(([keyword = "", ...values]) => [keyword, values]));
const termsOf = new Map(
  rowsOf(terms).map(([, keyword = "", list = ""]) => [
    keyword,
    list.split("\\"),
  ]),
);

/** Values that an attribute may have, the likeliest first; numbers in little endian. */
export function sampleValues(tag: number): Uint8Array[] {
  const { vr = "UN", keyword = "" } = dictionaryEntry(tag) ?? {};
  const written = ofKeyword.get(keyword);
  const size = sizes[vr];
  if (size === undefined) {
    const usual = vr === "UI" ? [`1.2.3.4.${tag}`] : texts[vr] ?? ["A"];
    const all = [...written ?? [], ...termsOf.get(keyword) ?? [], ...usual];
    return all.map((text) => Buffer.from(text, "latin1"));
  }
  const lists = written ?? ["1", "1\\1", "1\\1\\1", "0"];
  return lists.map((list) => numbers(vr, size, list.split("\\").map(Number)));
}

function numbers(vr: string, size: number, values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(size * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, at) => {
    const offset = at * size;
    if (vr === "AT") {
      view.setUint16(offset, value >>> 16, true);
      view.setUint16(offset + 2, value & 0xffff, true);
    } else if (vr === "FL" || vr === "OF") view.setFloat32(offset, value, true);
    else if (vr === "FD" || vr === "OD") view.setFloat64(offset, value, true);
    else if (size === 2) view.setInt16(offset, value, true);
    else view.setInt32(offset, value, true);
  });
  return bytes;
}
