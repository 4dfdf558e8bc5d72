import dicomParser from "dicom-parser";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Element } from "../../../src/dicom/element.ts";
import { dumped, headerOf, outputOf } from "../../support/deidentify/deidentify_bytes.ts";
import {
  ctImage,
  explicit,
  fragments,
  implicit,
  inExplicit,
  inImplicit,
  item,
  part10,
  sequenceEnd,
  undefinedLength,
  us,
} from "../../support/dicom/raw_elements.ts";
import { missingTools } from "../../support/tools.ts";

const ignore = missingTools("dcmdump", "gdcmdump");
const explicitLittle = "1.2.840.10008.1.2.1";
const jpeg = "1.2.840.10008.1.2.4.50";
const rle = "1.2.840.10008.1.2.5";

/** Tags of values of odd length, at every depth. */
function oddTags(elements: readonly Element[]): string[] {
  return elements.flatMap(({ tag, items, valueStart, valueEnd }) => [
    ...((valueEnd - valueStart) % 2 === 1 ? [tag.toString(16)] : []),
    ...(items ?? []).flatMap((one) => oddTags(one.elements)),
  ]);
}

const byteImage = {
  0x00280010: explicit(0x00280010, "US", us(3)),
  0x00280011: explicit(0x00280011, "US", us(3)),
  0x00280100: explicit(0x00280100, "US", us(8)),
  0x00280101: explicit(0x00280101, "US", us(8)),
  0x00280102: explicit(0x00280102, "US", us(7)),
};
const nine = Uint8Array.from({ length: 9 }, (_, at) => at + 1);

Deno.test({
  name: "values of odd length are padded at every depth, in private elements and in pixel data",
  ignore,
  async fn() {
    const odd = explicit(0x00181030, "LO", "odd");
    const inner = explicit(0x00082220, "SQ", item(explicit(0x00080104, "LO", "Heads")));
    const others = {
      ...byteImage,
      0x00080070: explicit(0x00080070, "LO", "Maker"),
      0x00080104: explicit(0x00080104, "LO", "Heads"),
      0x00082218: explicit(0x00082218, "SQ", item(explicit(0x00080100, "SH", "T-D"), inner)),
      0x00082228: Buffer.concat([
        explicit(0x00082228, "SQ", "", { length: undefinedLength }),
        item(explicit(0x00080100, "SH", "T-D"), odd),
        sequenceEnd,
      ]),
      0x00180050: explicit(0x00180050, "DS", "2.5"),
      0x00190010: explicit(0x00190010, "LO", "SIEMENS MR HEADER"),
      0x00191008: explicit(0x00191008, "CS", "IMAGE NUM"),
      0x0019100c: explicit(0x0019100c, "IS", "100"),
      0x00280103: explicit(0x00280103, "US", us(0)),
      0x00281052: explicit(0x00281052, "DS", "-1024"),
      0x7fe00010: explicit(0x7fe00010, "OB", nine),
    };
    const file = part10(explicitLittle, ctImage(inExplicit, others));
    assert.ok(oddTags(headerOf(file).elements).length > 8);
    assert.deepEqual([...headerOf(file).facts.repairs], ["ODD_LENGTH"]);
    const output = await outputOf(file, ["retainModifiedDates", "retainSafePrivate"]);
    assert.deepEqual(oddTags(headerOf(output).elements), []);
    const dump = await dumped(output);
    assert.match(dump, /\(0008,0070\) LO \[Maker\]/);
    assert.match(dump, /\(0018,0050\) DS \[2.5\]/);
    assert.match(dump, /\(0028,1052\) DS \[-1024\]/);
    assert.match(dump, /\(0019,100c\) IS \[100\]/);
    assert.match(dump, /\(7fe0,0010\) OB 01\\02\\03\\04\\05\\06\\07\\08\\09\\00 /);
    assert.equal([...dump.matchAll(/LO \[Heads\]/g)].length, 2);
  },
});

Deno.test({
  name: "values of odd length are padded in implicit VR, by the dictionary's VR",
  ignore,
  async fn() {
    const others = {
      0x00080070: implicit(0x00080070, "Maker"),
      0x00186011: implicit(0x00186011, item(implicit(0x00189004, "RES"))),
      0x00180050: implicit(0x00180050, "2.5"),
    };
    const output = await outputOf(part10("1.2.840.10008.1.2", ctImage(inImplicit, others)));
    assert.deepEqual(oddTags(headerOf(output).elements), []);
    const dump = await dumped(output);
    assert.match(dump, /\(0008,0070\) LO \[Maker\] +# +6/);
    assert.match(dump, /\(0018,9004\) CS \[RES\] +# +4/);
  },
});

Deno.test({
  name: "a short value that padding makes too long for its VR becomes UN",
  ignore,
  async fn() {
    const text = "x".repeat(65_535);
    const others = { 0x00189345: explicit(0x00189345, "DS", `1${" ".repeat(65_534)}`) };
    const file = part10(explicitLittle, ctImage(inExplicit, others));
    assert.equal(headerOf(file).find(0x00189345)?.vr, "DS", text.slice(0, 1));
    const output = await outputOf(file);
    assert.deepEqual(oddTags(headerOf(output).elements), []);
    await dumped(output);
  },
});

const frames = [1, 2, 3].map((number) =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    Buffer.alloc(number + 2, 0xff), // fill bytes
    Buffer.from([0xff, 0xd9]),
  ])
);
const offsets = (...numbers: number[]): Buffer => {
  const table = Buffer.alloc(4 * numbers.length);
  numbers.forEach((number, at) => table.writeUInt32LE(number, at * 4));
  return table;
};

Deno.test({
  name: "odd fragments are padded, and no table says any more where they were",
  ignore,
  async fn() {
    const others = {
      ...byteImage,
      0x00280008: explicit(0x00280008, "IS", "3 "),
      0x7fe00001: explicit(0x7fe00001, "OV", Buffer.alloc(24)),
      0x7fe00002: explicit(0x7fe00002, "OV", Buffer.alloc(24)),
      0x7fe00010: fragments(frames, { table: offsets(0, 15, 31) }),
    };
    const output = await outputOf(part10(jpeg, ctImage(inExplicit, others)));
    await dumped(output);
    const dataSet = dicomParser.parseDicom(output);
    const pixels = dataSet.elements.x7fe00010;
    assert.deepEqual(pixels?.basicOffsetTable, []);
    const read = pixels?.fragments?.map(({ position, length }) =>
      Buffer.from(output.subarray(position, position + length))
    );
    const padded = frames.map((frame) => Buffer.concat([frame, Buffer.alloc(frame.length % 2)]));
    assert.deepEqual(read, padded);
    assert.equal(dataSet.elements.x7fe00001, undefined);
    assert.equal(dataSet.elements.x7fe00002, undefined);
  },
});

Deno.test("even fragments keep their tables", async () => {
  const even = frames.map((frame) => Buffer.concat([frame, Buffer.alloc(frame.length % 2)]));
  const others = {
    ...byteImage,
    0x00280008: explicit(0x00280008, "IS", "3 "),
    0x7fe00001: explicit(0x7fe00001, "OV", Buffer.alloc(24)),
    0x7fe00010: fragments(even, { table: offsets(0, 16, 32) }),
  };
  const output = await outputOf(part10(jpeg, ctImage(inExplicit, others)));
  assert.ok(Buffer.from(output).includes(item(offsets(0, 16, 32))));
  assert.ok(headerOf(output).find(0x7fe00001));
});

Deno.test("comments in a frame behind an odd fragment are cleared all the same", async () => {
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 9]), Buffer.from("Orsolya")]);
  const named = Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    comment,
    Buffer.from([0xff, 0xd9]),
  ]);
  const [odd] = frames;
  assert.ok(odd && odd.length % 2 === 1);
  const others = {
    ...byteImage,
    0x00280008: explicit(0x00280008, "IS", "3 "),
    0x7fe00010: fragments([odd, named, named]),
  };
  const output = Buffer.from(await outputOf(part10(jpeg, ctImage(inExplicit, others))));
  assert.equal(output.includes("Orsolya"), false);
});

Deno.test({
  name: "an odd fragment of RLE is padded, too",
  ignore,
  async fn() {
    const header = Buffer.alloc(64);
    header.writeUInt32LE(1, 0);
    header.writeUInt32LE(64, 4);
    const frame = Buffer.concat([header, Buffer.from([1, 8, 9, 0xfa, 7])]);
    const others = { ...byteImage, 0x7fe00010: fragments([frame]) };
    await dumped(await outputOf(part10(rle, ctImage(inExplicit, others))));
  },
});
