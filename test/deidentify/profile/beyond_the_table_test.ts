import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import table from "../../../src/deidentify/profile/beyond_the_table.tsv" with { type: "text" };
import { withoutRow } from "../../../src/deidentify/profile/decision.ts";
import profile from "../../../src/deidentify/profile/profile.tsv" with { type: "text" };
import dictionary from "../../../src/dicom/dictionary.tsv" with { type: "text" };
import { deidentifyFile } from "../../../src/pipeline/deidentify_folder.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
  somePixels,
} from "../../support/dicom/encode_data_set.ts";
import { tempDir } from "../../support/temp_dir.ts";

function linesOf(text: string): string[][] {
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split("\t"));
}

const attributes = linesOf(dictionary).map(([tag = "", vr = "", keyword = ""]) => (
  { tag, vr, keyword }
));
const rows = linesOf(table).map((
  [tag = "", keyword = "", action = "", options = "", reason = ""],
) => (
  { tag, keyword, action, options, reason, vr: attributes.find((one) => one.tag === tag)?.vr ?? "" }
));
const standard = new Set(linesOf(profile).map(([tag]) => tag));
const texts = new Set(["AE", "LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT"]);
const others = new Set(["AS", "DA", "DT", "OB", "TM", "UI", "UN"]);
/** Groups of file meta, directories and frames of a stream, and curves: removed as a whole. */
const isRemovedAnyway = (tag: string): boolean => /^(000[0246]|50xx)/.test(tag);

Deno.test("every attribute that may hold text has a decision, in the standard's table or ours", () => {
  const decided = new Set(rows.map(({ tag }) => tag));
  const open = attributes.filter(({ tag, vr }) =>
    (texts.has(vr) || others.has(vr)) && !isRemovedAnyway(tag) && !standard.has(tag) &&
    !decided.has(tag)
  );
  assert.deepEqual(open, []);
  assert.ok(rows.filter(({ vr }) => texts.has(vr)).length >= 450, "all of them were read");
});

Deno.test("a row is of an attribute of PS3.6 that table E.1-1 does not list, once and in order", () => {
  for (const { tag, keyword, action, options } of rows) {
    assert.ok(!standard.has(tag), `${keyword} has a row in table E.1-1`);
    assert.equal(attributes.find((one) => one.tag === tag)?.keyword, keyword);
    assert.match(action, /^[XZDUK]$/, keyword);
    assert.ok(action !== "K" || options === "", `${keyword}: what is kept needs no option`);
  }
  const tags = rows.map(({ tag }) => tag.replaceAll("x", "0"));
  assert.deepEqual(tags, [...new Set(tags)].sort());
});

Deno.test("each decision has a reason of its own; none is repeated more than 20 times", () => {
  for (const { keyword, reason } of rows) assert.match(reason, /^\S.{9,}\S$/, keyword);
  const repeated = [...Map.groupBy(rows, ({ reason }) => reason)]
    .filter(([, those]) => those.length > 20);
  assert.deepEqual(repeated, []);
});

Deno.test("a text, date, UID or byte string without a decision is not kept", () => {
  for (const vr of [...texts, ...others]) {
    const { action, because } = withoutRow(0x00189ffe, vr);
    assert.equal(action, "X", vr);
    assert.equal(because, "no table has a row for it, and it may contain text");
  }
  for (const vr of ["SQ", "CS", "DS", "IS", "US", "FD", "OW"]) {
    assert.equal(withoutRow(0x00189ffe, vr).action, "K", vr);
  }
  assert.equal(withoutRow(0x00189ffe, undefined).because, "not in PS3.6");
});

Deno.test("issuers, addresses, machines and organisations are not kept", () => {
  const kept = new Set(rows.filter(({ action }) => action === "K").map(({ keyword }) => keyword));
  const suspicious =
    /URL$|URI$|Address|Issuer|EntityID|Organi[sz]ation|MachineName|(?<!Spreading)DeviceID$/;
  const found = attributes.filter(({ keyword, vr }) => texts.has(vr) && suspicious.test(keyword))
    .filter(({ keyword }) => kept.has(keyword));
  assert.deepEqual(found, []);
});

/** Of codes, which the planted coding scheme decides: test/deidentify/codes. */
const ofCodes = /^(Code|LongCode|URNCode|CodingScheme|MappingResource)/;
const planted = rows.filter(({ tag, vr, keyword }) =>
  texts.has(vr) && !tag.includes("xx") && keyword !== "DeidentificationMethod" &&
  !ofCodes.test(keyword)
);
const text = (tag: string): string => `planted${tag}`;

/** The values that are left of a file with every text attribute, at its top and in items. */
async function left(encoding: string): Promise<Map<string, number>> {
  using directory = tempDir();
  const found = plainEncodings[encoding];
  assert.ok(found);
  const samples = planted.map(({ tag, vr }) => ascii(parseInt(tag, 16), vr, text(tag)));
  const nested = (tag: number, inside: PlainElement[]): PlainElement => (
    { tag, vr: "SQ", value: [inside] }
  );
  const elements = [
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2"),
    ascii(0x00080018, "UI", "1.2.3"),
    ...samples,
    nested(0x00081115, [...samples, nested(0x0008114a, samples)]),
    somePixels,
  ];
  const [from, to] = [`${directory.path}/source.dcm`, `${directory.path}/destination.dcm`];
  Deno.writeFileSync(from, encodeFile(elements, found));
  const tools = { ...imageTools([]), gate: undefined, recipes: [] };
  assert.deepEqual((await deidentifyFile(from, to, "B-1", tools)).skipped, []);
  const bytes = Buffer.from(Deno.readFileSync(to)).toString("latin1");
  const counts = planted.map(({ tag }): [string, number] => [
    tag,
    bytes.split(text(tag)).length - 1,
  ]);
  return new Map(counts.filter(([, count]) => count > 0));
}

for (const encoding of ["explicit", "implicit"]) {
  Deno.test(`texts that the table keeps stay at every depth, others do not: ${encoding}`, async () => {
    const kept = planted.filter(({ action }) => action === "K");
    assert.ok(kept.length > 200 && kept.length < planted.length / 1.5);
    assert.deepEqual(await left(encoding), new Map(kept.map(({ tag }) => [tag, 3])));
  });
}
