import dicomParser from "dicom-parser";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Option } from "../../../src/deidentify/profile/options.ts";
import { outputOf } from "../../support/deidentify/deidentify_bytes.ts";
import {
  Blocks,
  ordinaryValue,
  type SafePrivateRow,
  safePrivateRows,
  writtenVR,
} from "../../support/deidentify/safe_private_rows.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
} from "../../support/dicom/encode_data_set.ts";

const options: readonly Option[] = ["retainModifiedDates", "retainSafePrivate"];
const instance = ascii(0x00080018, "UI", "1.2.3");
/** A sequence that the profile keeps. */
const sourceImageSequence = 0x00082112;

/** De-identifies a file of these elements; how dicom-parser reads it. */
async function deidentified(
  elements: readonly PlainElement[],
  encoding: string,
  chosen = options,
): Promise<dicomParser.DataSet> {
  const how = plainEncodings[encoding];
  assert.ok(how);
  const output = await outputOf(encodeFile([instance, ...elements], how), chosen);
  return dicomParser.parseDicom(output, {
    vrCallback: (tag) => tag === nameOf(sourceImageSequence) ? "SQ" : "UN",
  });
}

const nameOf = (tag: number): string => `x${tag.toString(16).padStart(8, "0")}`;

/** What a row's element holds: of a sequence one item with an ordinary attribute, and a name. */
function valueOf(row: SafePrivateRow): PlainElement["value"] {
  const vr = writtenVR(row);
  if (vr === "SQ") return [[ascii(0x00100010, "PN", "ZQXJ^JANE"), ascii(0x00180050, "DS", "3.5")]];
  return vr === "UI" ? Buffer.from(`1.2.826.0.1.${row.element}`) : ordinaryValue(vr);
}

function isKept(row: SafePrivateRow, tag: number, output: dicomParser.DataSet): boolean {
  const element = output.elements[nameOf(tag)];
  if (!element) return false;
  const bytes = Buffer.from(output.byteArray).subarray(
    element.dataOffset,
    element.dataOffset + element.length,
  );
  if (row.vr === "SQ") return bytes.includes("3.5 ") && !bytes.includes("ZQXJ");
  if (row.vr === "UI") return bytes.toString("latin1").startsWith("2.25.");
  const value = valueOf(row);
  assert.ok(value instanceof Uint8Array);
  return bytes.subarray(0, value.length).equals(Buffer.from(value));
}

for (const [encoding, firstBlock] of [["explicit", 0x10], ["implicit", 0x42]] as const) {
  Deno.test(`all rows of table E.3.10-1 stay, from block ${firstBlock} on, ${encoding}`, async () => {
    assert.equal(safePrivateRows.length, 479);
    const blocks = new Blocks(firstBlock);
    const elements = safePrivateRows.map((row) => (
      { tag: blocks.tagOf(row), vr: writtenVR(row), value: valueOf(row) }
    ));
    const all = [...blocks.creators, ...elements];
    const output = await deidentified(all, encoding);
    const missing = safePrivateRows.filter((row) => !isKept(row, blocks.tagOf(row), output));
    assert.deepEqual(missing, []);
    const creators = blocks.creators.filter(({ tag }) => !output.elements[nameOf(tag)]);
    assert.deepEqual(creators, [], "without a creator an element has no meaning (PS3.5 7.8.1)");

    const inside = await deidentified(
      [{ tag: sourceImageSequence, vr: "SQ", value: [all] }],
      encoding,
    );
    const item = inside.elements[nameOf(sourceImageSequence)]?.items?.[0]?.dataSet;
    assert.ok(item);
    assert.deepEqual(
      safePrivateRows.filter((row) => !isKept(row, blocks.tagOf(row), item)),
      [],
      "in an item of a sequence",
    );
  });
}

Deno.test("no row of table E.3.10-1 stays without the option, or with a creator of another name", async () => {
  const blocks = new Blocks();
  const elements = safePrivateRows.map((row) => (
    { tag: blocks.tagOf(row), vr: writtenVR(row), value: valueOf(row) }
  ));
  const isPrivate = (name: string): boolean => parseInt(name.slice(4, 5), 16) % 2 === 1;
  const plain = await deidentified([...blocks.creators, ...elements], "explicit", []);
  assert.deepEqual(Object.keys(plain.elements).filter(isPrivate), []);
  const others = blocks.creators.map(({ tag }) => ascii(tag, "LO", "SOMEBODY ELSE"));
  const output = await deidentified([...others, ...elements], "explicit");
  assert.deepEqual(Object.keys(output.elements).filter(isPrivate), []);
});

Deno.test("UIDs of rows are mapped as elsewhere, and stay where UIDs are retained", async () => {
  const rows = safePrivateRows.filter(({ vr }) => vr === "UI");
  assert.equal(rows.length, 7);
  for (const row of rows) {
    const blocks = new Blocks();
    const tag = blocks.tagOf(row);
    const elements = [
      ...blocks.creators,
      ascii(tag, "UI", "1.2.826.0.77"),
      ascii(0x00200052, "UI", "1.2.826.0.77"),
    ];
    const mapped = await deidentified(elements, "explicit");
    assert.match(mapped.string(nameOf(tag)) ?? "", /^2\.25\./);
    assert.equal(mapped.string(nameOf(tag)), mapped.string("x00200052"));
    const kept = await deidentified(elements, "explicit", [...options, "retainUids"]);
    assert.equal(kept.string(nameOf(tag)), "1.2.826.0.77");
  }
});

Deno.test("a name planted in a row that is text does not leave, whatever the VR it is written with", async () => {
  const listed = new Set(["CS", "DS", "IS", "LO", "LT", "SH", "ST", ""]);
  const rows = safePrivateRows.filter(({ vr }) => listed.has(vr));
  const tokens = ["ZQXJ17", "the name is ZQXJ17", "ZQXJ^JANE", "ZQXJ, Jane 4.3.1961", "9173916458"];
  const numbers = ["1961-04-17", "17.4.1961", "089 1234567", "17/04/61", "12 345 678"];
  for (const token of [...tokens, ...numbers]) {
    for (const vr of ["", "LO", "LT", "UN"]) {
      const blocks = new Blocks();
      const elements = rows.map((row) => ascii(blocks.tagOf(row), vr || writtenVR(row), token));
      const output = await deidentified([...blocks.creators, ...elements], "explicit");
      const bytes = Buffer.from(output.byteArray).toString("latin1");
      assert.doesNotMatch(
        bytes,
        /ZQXJ|Jane|JANE|1961|9173916458|1234567|04\/61|345 678/,
        `${token} in ${vr}`,
      );
    }
  }
});

Deno.test("a text in place of numbers or bytes does not leave", async () => {
  const rows = safePrivateRows.filter(({ vr }) => vr !== "SQ");
  for (const vr of ["", "OB", "UN", "PN", "UT"]) {
    const blocks = new Blocks();
    const elements = rows.map((row) => (
      { tag: blocks.tagOf(row), vr: vr || writtenVR(row), value: Buffer.from("ZQXJ".repeat(6)) }
    ));
    const output = await deidentified([...blocks.creators, ...elements], "explicit");
    assert.ok(!Buffer.from(output.byteArray).includes("ZQXJ"), vr);
  }
});

Deno.test("the identifier of the patient does not leave as a number or inside bytes, and short names hold nothing back", async () => {
  const values: readonly (readonly [creator: string, tag: number, vr: string, value: string])[] = [
    ["GEMS_ACQU_01", 0x00191023, "DS", "48151623"],
    ["Philips Imaging DD 001", 0x2001107d, "OB", "\x01\x02\0Quillfeather\0\xff\xfe"],
    ["Philips Imaging DD 001", 0x20011006, "CS", "NO"],
  ];
  const output = await deidentified([
    ascii(0x00100010, "PN", "Quillfeather^No"),
    ascii(0x00100020, "LO", "48151623"),
    ...new Map(
      values.map((
        [creator, tag],
      ) => [tag >>> 16, ascii((tag & 0xffff0000) >>> 0 | 0x10, "LO", creator)]),
    ).values(),
    ...values.map(([, tag, vr, value]) => ascii(tag, vr, value)),
  ], "explicit");
  assert.equal(output.elements["x00191023"], undefined);
  assert.equal(output.elements["x2001107d"], undefined);
  assert.equal(output.string("x20011006"), "NO");
});

Deno.test("what scanners write into rows that are text stays as it is", async () => {
  const texts: Readonly<Record<string, readonly string[]>> = {
    "(0019,9e) GEMS_ACQU_01": ["EFGRE3D", "EPI2", "SSFSE", "FSE-XL", "3-Plane Loc SSFSE"],
    "(0043,27) GEMS_PARM_01": ["0.984375:1", "/1.375:1", "1.0:1"],
    "(2001,04) Philips Imaging DD 001": ["O", "I", "P", "M", "S"],
    "(2001,0b) Philips Imaging DD 001": ["TRANSVERSAL", "SAGITTAL", "CORONAL"],
    "(2001,1c) Philips Imaging DD 001": ["NO", "INV", "MTC"],
    "(2001,10) Philips Imaging DD 001": ["ECG", "PPU", "NO"],
    "(2001,25) Philips Imaging DD 001": ["2.3", "30 / 60"],
    "(2001,87) Philips Imaging DD 001": ["1H", "31P"],
    "(01f1,01) ELSCINT1": ["SPIRAL", "HELIX"],
    "(0019,0d) SIEMENS MR HEADER": ["DIRECTIONAL", "ISOTROPIC", "NONE", "BMATRIX"],
    "(7e01,01) HOLOGIC, Inc.": ["1.0", "1.0.2"],
  };
  const rowOf = (name: string): SafePrivateRow => {
    const [, group, element, creator] = /^\((....),(..)\) (.*)$/.exec(name) ?? [];
    const row = safePrivateRows.find((one) =>
      one.group === parseInt(group ?? "", 16) && one.element === parseInt(element ?? "", 16) &&
      one.creator === creator
    );
    return row ?? assert.fail(name);
  };
  for (const [name, values] of Object.entries(texts)) {
    for (const value of values) {
      const [row, blocks] = [rowOf(name), new Blocks()];
      const tag = blocks.tagOf(row);
      const elements = [ascii(tag, row.vr, value)];
      const output = await deidentified([...blocks.creators, ...elements], "explicit");
      assert.equal(output.string(nameOf(tag)), value, name);
    }
  }
});
