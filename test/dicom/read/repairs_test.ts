import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { deflateRawSync } from "node:zlib";
import { SkippedFileError } from "../../../src/model/errors.ts";
import { dumped, headerOf, outputOf } from "../../support/deidentify/deidentify_bytes.ts";
import {
  ctImage,
  explicit,
  implicit,
  inExplicit,
  inImplicit,
  item,
  itemEnd,
  openItem,
  part10,
  sequenceEnd,
  undefinedLength,
  us,
} from "../../support/dicom/raw_elements.ts";
import { missingTools } from "../../support/tools.ts";

const ignore = missingTools("dcmdump", "gdcmdump");
const implicitLittle = "1.2.840.10008.1.2";
const explicitLittle = "1.2.840.10008.1.2.1";
const preamble = Buffer.concat([Buffer.alloc(128), Buffer.from("DICM")]);

function repairsOf(bytes: Uint8Array): string[] {
  return [...headerOf(bytes).facts.repairs].sort();
}

/** A file in explicit VR with an element in the place of its own. */
function explicitFile(others: Record<number, Uint8Array | undefined>): Buffer {
  return part10(explicitLittle, ctImage(inExplicit, others));
}

function implicitFile(others: Record<number, Uint8Array | undefined>): Buffer {
  return part10(implicitLittle, ctImage(inImplicit, others));
}

/** Undefined while the header can be read. */
function codeOf(bytes: Uint8Array): string | undefined {
  try {
    headerOf(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof SkippedFileError) return error.code;
    throw error;
  }
}

Deno.test("an ordinary file needs no repair", () => {
  assert.deepEqual(repairsOf(explicitFile({})), []);
  assert.deepEqual(repairsOf(implicitFile({})), []);
});

Deno.test({
  name: "file meta in implicit VR are read, with and without preamble, and written in explicit VR",
  ignore,
  async fn() {
    for (const syntax of [implicitLittle, explicitLittle, "1.2.840.10008.1.2.2"]) {
      const elements = [
        implicit(0x00020001, us(256)),
        implicit(0x00020010, syntax + "\0".repeat(syntax.length % 2)),
        implicit(0x00020012, "1.2.3.4\0"),
      ];
      const meta = Buffer.concat([
        implicit(0x00020000, us(Buffer.concat(elements).length, 0)),
        ...elements,
      ]);
      const dataSet = ctImage(syntax === implicitLittle ? inImplicit : inExplicit);
      for (const start of [preamble, Buffer.alloc(0)]) {
        const file = Buffer.concat([start, meta, dataSet]);
        const isWrong = syntax === "1.2.840.10008.1.2.2"; // the data set is little endian
        assert.deepEqual(repairsOf(file), ["FILE_META", ...(isWrong ? ["TRANSFER_SYNTAX"] : [])]);
        const dump = await dumped(await outputOf(file));
        assert.match(dump, /\(0002,0010\) UI =LittleEndian(Implicit|Explicit)/);
        assert.match(dump, /\(0028,0010\) US 4/);
      }
    }
  },
});

Deno.test("file meta with invalid VRs are read", () => {
  const meta = [
    explicit(0x00020001, "--", us(256)),
    explicit(0x00020010, "??", `${explicitLittle}\0`),
  ];
  const file = Buffer.concat([preamble, ...meta, ctImage(inExplicit)]);
  assert.equal(headerOf(file).transferSyntaxUID, explicitLittle);
  assert.deepEqual(repairsOf(file), ["INVALID_VR"]);
});

Deno.test({
  name: "text in the place of a sequence is removed, and everything behind it stays",
  ignore,
  async fn() {
    const places = [
      0x00081032,
      0x00081115,
      0x00081140,
      0x00186011,
      0x00120064,
      0x00400275,
      0x00540016,
    ];
    const texts = [
      "CHEST ROUTINE ",
      "A ",
      "1.2.3.4\0",
      "\0\0",
      "Quillfeather req",
      "\xfe\xff\x00\xe0  ",
    ];
    const all = (bytes: (tag: number) => Buffer): Record<number, Buffer> =>
      Object.fromEntries(places.map((tag) => [tag, bytes(tag)]));
    for (const text of texts) {
      const inItem = Object.values(all((tag) => implicit(tag, text)));
      const between = item(implicit(0x00180050, "2.500000"), ...inItem, implicit(0x0040a043, ""));
      const files = [
        implicitFile(all((tag) => implicit(tag, text))),
        implicitFile({ 0x00189346: implicit(0x00189346, between) }),
        explicitFile(all((tag) => explicit(tag, "SQ", text))),
      ];
      for (const file of files) {
        assert.deepEqual(repairsOf(file), ["NOT_A_SEQUENCE"], text);
        const dump = await dumped(await outputOf(file));
        assert.match(dump, /\(7fe0,0010\)/);
        assert.doesNotMatch(dump, /Quillfeather|CHEST|req|1\.2\.3\.4/);
        for (const tag of places.filter((tag) => tag !== 0x00120064)) {
          assert.ok(!dump.includes(dumpedTag(tag)), `${dumpedTag(tag)} ${text}`);
        }
        const isNested = file === files[1];
        assert.equal(/\(0018,0050\) DS \[2\.500000\][^]*\(0040,a043\) SQ/.test(dump), isNested);
      }
    }
  },
});

function dumpedTag(tag: number): string {
  const hex = tag.toString(16).padStart(8, "0");
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}

Deno.test({
  name: "a real sequence in implicit VR stays, and what begins as one but breaks off is malformed",
  ignore,
  async fn() {
    const code = Buffer.concat([
      implicit(0x00180050, "2.500000"),
      implicit(0x00189004, "RESEARCH"),
    ]);
    const file = implicitFile({ 0x00186011: implicit(0x00186011, item(code)) });
    assert.deepEqual(repairsOf(file), []);
    assert.match(await dumped(await outputOf(file)), /\(0018,9004\) CS \[RESEARCH\]/);
    const broken = implicit(
      0x00186011,
      Buffer.concat([item(code).subarray(0, 8), code.subarray(2)]),
    );
    assert.equal(codeOf(implicitFile({ 0x00186011: broken })), "MALFORMED");
  },
});

Deno.test({
  name: "an invalid VR is replaced by the dictionary's, or UN, however its length is written",
  ignore,
  async fn() {
    const invalid = ["--", "??", "\0\0", "  ", "ob", "1A", "ZZ", "\n\0", "S\0"];
    for (const vr of invalid) {
      for (const isLong of [false, true]) {
        const bad = (tag: number, value: string | Uint8Array): Buffer =>
          explicit(tag, vr, value, { isLong });
        const others = {
          0x00080005: bad(0x00080005, "ISO_IR 100"),
          0x00080008: bad(0x00080008, "ORIGINAL\\PRIMARY\\AXIAL"),
          0x00080070: bad(0x00080070, "Maker "),
          0x00100010: bad(0x00100010, "Quillfeather^Orsolya"),
          0x00180050: bad(0x00180050, ""),
          0x00280010: bad(0x00280010, us(4)),
          0x00280106: bad(0x00280106, us(64_512)),
          0x00186011: explicit(0x00186011, "SQ", item(bad(0x00180050, "2.500000"))),
          0x7fe00010: bad(0x7fe00010, Buffer.alloc(32, 7)),
        };
        const name = `${JSON.stringify(vr)} ${isLong}`;
        const file = explicitFile(others);
        assert.deepEqual(repairsOf(file), ["INVALID_VR"], name);
        const dump = await dumped(await outputOf(file));
        assert.match(dump, /\(0008,0005\) CS \[ISO_IR 100\]/, name);
        assert.match(dump, /\(0008,0008\) CS \[ORIGINAL\\PRIMARY\\AXIAL\]/, name);
        assert.match(dump, /\(0008,0070\) LO \[Maker\]/, name);
        assert.match(dump, /\(0018,0050\) DS \[2\.500000\]/, name);
        assert.match(dump, /\(0018,0050\) DS \(no value/, name);
        assert.match(dump, /\(0028,0010\) US 4/, name);
        assert.match(dump, /\(0028,0106\) UN 00\\fc/, `${name}: it may be signed or not`);
        assert.match(dump, /\(7fe0,0010\) OW 0707/, name);
        assert.doesNotMatch(dump, /Quillfeather/, name);
      }
    }
  },
});

Deno.test({
  name: "single elements in implicit VR among explicit ones are read",
  ignore,
  async fn() {
    const file = explicitFile({
      0x00080070: implicit(0x00080070, "Maker "),
      0x00280010: implicit(0x00280010, us(4)),
    });
    assert.deepEqual(repairsOf(file), ["INVALID_VR"]);
    const dump = await dumped(await outputOf(file));
    assert.match(dump, /\(0008,0070\) LO \[Maker\]/);
    assert.match(dump, /\(0028,0010\) US 4/);
  },
});

Deno.test({
  name: "sequences with an invalid VR are read as sequences",
  ignore,
  async fn() {
    const code = item(explicit(0x00180050, "DS", "2.500000"));
    for (const vr of ["--", "??", "\0\0", "ZZ"]) {
      const files = [
        explicitFile({ 0x00186011: explicit(0x00186011, vr, code, { isLong: true }) }),
        explicitFile({
          0x00186011: Buffer.concat([
            explicit(0x00186011, vr, "", { isLong: true, length: undefinedLength }),
            code,
            sequenceEnd,
          ]),
        }),
      ];
      for (const file of files) {
        assert.deepEqual(repairsOf(file), ["INVALID_VR"]);
        assert.match(await dumped(await outputOf(file)), /\(0018,0050\) DS \[2\.500000\]/);
      }
    }
  },
});

Deno.test("an invalid VR after which nothing goes on is malformed", () => {
  const file = explicitFile({ 0x00080070: explicit(0x00080070, "--", "Maker", { length: 77 }) });
  assert.equal(codeOf(file), "MALFORMED");
});

Deno.test({
  name: "a deflated data set is repaired like any other",
  ignore,
  async fn() {
    const bad = (tag: number, text: string): Buffer => explicit(tag, "??", text);
    const dataSet = ctImage(inExplicit, {
      0x00080005: bad(0x00080005, "ISO_IR 100"),
      0x00080070: bad(0x00080070, "Maker"),
      0x00186011: explicit(0x00186011, "SQ", Buffer.concat([openItem, value, sequenceEnd])),
      0x00400275: explicit(0x00400275, "SQ", "Quillfeather req"),
      0x7fe00010: explicit(0x7fe00010, "--", Buffer.alloc(32, 7)),
    });
    const file = part10("1.2.840.10008.1.2.1.99", deflateRawSync(dataSet));
    const repairs = ["INVALID_VR", "NOT_A_SEQUENCE", "ODD_LENGTH", "WRONG_DELIMITER"];
    assert.deepEqual(repairsOf(file), repairs);
    const output = await outputOf(file);
    assert.deepEqual(repairsOf(output), []);
    const dump = await dumped(output);
    assert.match(dump, /\(0008,0070\) LO \[Maker\]/);
    assert.match(dump, /\(0018,0050\) DS \[2\.500000\]/);
    assert.match(dump, /\(7fe0,0010\) OW 0707/);
  },
});

Deno.test({
  name: "wrong and missing delimiters are put right in implicit VR, too",
  ignore,
  async fn() {
    const [code, text] = [implicit(0x00180050, "2.500000"), implicit(0x00189004, "RESEARCH")];
    const openIn = (tag: number, ...rest: readonly Buffer[]): Buffer =>
      Buffer.concat([implicit(tag, "", undefinedLength), ...rest]);
    const sequences: readonly (readonly [Buffer, string])[] = [
      [openIn(0x00186011, openItem, code, text, sequenceEnd, sequenceEnd), "WRONG_DELIMITER"],
      [openIn(0x00186011, openItem, code, text, itemEnd, itemEnd), "WRONG_DELIMITER"],
      [openIn(0x00186011, openItem, code, text, sequenceEnd), "MISSING_DELIMITER"],
    ];
    for (const [sequence, repair] of sequences) {
      const file = implicitFile({ 0x00186011: sequence });
      assert.deepEqual(repairsOf(file), [repair]);
      const output = await outputOf(file);
      assert.deepEqual(repairsOf(output), []);
      assert.match(await dumped(output), /DS \[2\.500000\][^]*CS \[RESEARCH\][^]*\(7fe0,0010\)/);
    }
  },
});

const value = explicit(0x00180050, "DS", "2.500000");
const meaning = explicit(0x00189004, "CS", "RESEARCH");
const open = (tag: number, ...rest: readonly Buffer[]): Buffer =>
  Buffer.concat([explicit(tag, "SQ", "", { length: undefinedLength }), ...rest]);

const ends: Readonly<Record<string, readonly [Buffer, repairs: readonly string[]]>> = {
  "an item ends with the sequence's delimiter": [
    open(0x00186011, openItem, value, sequenceEnd, openItem, meaning, itemEnd, sequenceEnd),
    ["WRONG_DELIMITER"],
  ],
  "the last item ends with the sequence's delimiter": [
    open(0x00186011, openItem, value, meaning, sequenceEnd, sequenceEnd),
    ["WRONG_DELIMITER"],
  ],
  "an item has no delimiter, its sequence has": [
    open(0x00186011, openItem, value, meaning, sequenceEnd),
    ["MISSING_DELIMITER"],
  ],
  "an item has none, and another one follows": [
    open(0x00186011, openItem, value, openItem, meaning, itemEnd, sequenceEnd),
    ["MISSING_DELIMITER"],
  ],
  "a sequence ends with the item's delimiter": [
    open(0x00186011, openItem, value, meaning, itemEnd, itemEnd),
    ["WRONG_DELIMITER"],
  ],
  "an item with a length has a delimiter all the same": [
    open(0x00186011, item(value), itemEnd, item(meaning), itemEnd, sequenceEnd),
    ["WRONG_DELIMITER"],
  ],
  "a sequence with a length has a delimiter all the same": [
    explicit(0x00186011, "SQ", Buffer.concat([item(value), item(meaning), sequenceEnd])),
    ["WRONG_DELIMITER"],
  ],
  "an item without a length ends with its sequence": [
    explicit(0x00186011, "SQ", Buffer.concat([openItem, value, meaning])),
    ["MISSING_DELIMITER"],
  ],
  "a sequence in an item ends with the item's delimiter": [
    open(
      0x00186011,
      openItem,
      value,
      open(0x00186011, openItem, meaning, itemEnd, itemEnd),
      itemEnd,
      sequenceEnd,
    ),
    ["WRONG_DELIMITER"],
  ],
  "a sequence in an item with a length has no delimiter": [
    explicit(
      0x00186011,
      "SQ",
      item(value, open(0x00186011, openItem, meaning, itemEnd)),
    ),
    ["MISSING_DELIMITER"],
  ],
};

for (const [what, [sequence, repairs]] of Object.entries(ends)) {
  Deno.test({
    name: `wrong and missing delimiters are put right: ${what}`,
    ignore,
    async fn() {
      const others = { 0x00186011: sequence, 0x00181030: explicit(0x00181030, "LO", "behind") };
      const file = explicitFile(others);
      assert.deepEqual(repairsOf(file), repairs);
      const output = await outputOf(file);
      const dump = await dumped(output);
      assert.match(dump, /\(0018,0050\) DS \[2\.500000\][^]*\(0018,9004\) CS \[RESEARCH\]/);
      assert.match(dump, /\(0028,0010\) US 4[^]*\(7fe0,0010\) OW/);
      assert.deepEqual(repairsOf(output), [], "the output needs none");
    },
  });
}
