import dicomParser from "dicom-parser";
import assert from "node:assert/strict";
import { dummyNumbers, dummyValue } from "../../../src/deidentify/values/dummy_value.ts";
import { outputOf } from "../../support/deidentify/deidentify_bytes.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
} from "../../support/dicom/encode_data_set.ts";

const floats = (tag: number, ...values: number[]): PlainElement => ({
  tag,
  vr: "FL",
  value: new Uint8Array(Float32Array.from(values).buffer),
});
const short = (tag: number, value: number): PlainElement => ({
  tag,
  vr: "US",
  value: Uint8Array.of(value, 0),
});

Deno.test("a dummy of graphics has as many numbers as the source, and none of them", async () => {
  const text = [
    ascii(0x00700003, "CS", "PIXEL"),
    ascii(0x00700006, "ST", "Haugland, left knee"),
    floats(0x00700010, 17.5, 18.5),
    floats(0x00700014, 19.5, 20.5),
  ];
  const line = [
    ascii(0x00700005, "CS", "DISPLAY"),
    short(0x00700020, 2),
    short(0x00700021, 3),
    floats(0x00700022, 1, 2, 3, 4, 5, 6),
    ascii(0x00700023, "CS", "POLYLINE"),
  ];
  const annotation = [
    { tag: 0x00700008, vr: "SQ", value: [text] },
    { tag: 0x00700009, vr: "SQ", value: [line] },
  ];
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const output = dicomParser.parseDicom(
    await outputOf(encodeFile([
      ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.11.1"),
      ascii(0x00080018, "UI", "2.25.4711"),
      { tag: 0x00700001, vr: "SQ", value: [annotation] },
    ], explicit)),
  );
  const items = output.elements.x00700001?.items?.[0]?.dataSet?.elements;
  const words = items?.x00700008?.items?.[0]?.dataSet;
  const points = items?.x00700009?.items?.[0]?.dataSet;
  assert.equal(words?.string("x00700003"), "PIXEL");
  assert.equal(words?.string("x00700006"), "Anonymized");
  for (const tag of ["x00700010", "x00700014"]) {
    assert.equal(words?.elements[tag]?.length, 8, tag);
    assert.deepEqual([words?.float(tag, 0), words?.float(tag, 1)], [0, 0], tag);
  }
  assert.equal(points?.uint16("x00700020"), 2);
  assert.equal(points?.uint16("x00700021"), 3);
  assert.equal(points?.elements.x00700022?.length, 24);
  assert.ok([0, 1, 2, 3, 4, 5].every((at) => points?.float("x00700022", at) === 0));
});

Deno.test("a dummy for numbers is as long as they are; for bytes, texts and broken numbers it is one value", () => {
  assert.deepEqual(dummyNumbers("FL", 12), new Uint8Array(12));
  assert.deepEqual(dummyNumbers("US", 4), new Uint8Array(4));
  assert.deepEqual(dummyNumbers("US", 0), dummyValue("US"));
  assert.deepEqual(dummyNumbers("FD", 12), dummyValue("FD"));
  assert.deepEqual(dummyNumbers("OB", 1000), dummyValue("OB"));
  assert.deepEqual(dummyNumbers("LO", 30), dummyValue("LO"));
});
