import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import * as Tag from "../../../src/dicom/tag.ts";
import { findFrames, readFrame } from "../../../src/pixels/frames/find_frames.ts";
import { ascii, encodeFile, plainEncodings } from "../../support/dicom/encode_data_set.ts";
import { tempDir } from "../../support/temp_dir.ts";

const [jpegLossless, rle] = ["1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.5"];

function item(bytes: readonly number[]): Buffer {
  const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
  head.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([head, Buffer.from(bytes)]);
}

function uint32(...numbers: readonly number[]): number[] {
  return numbers.flatMap((one) => [one & 0xff, one >> 8, 0, 0]);
}

interface Case {
  readonly syntax?: string;
  readonly offsets?: readonly number[];
  readonly extended?: readonly number[];
  readonly fragments: readonly (readonly number[])[];
}

/** The bytes of each frame, or the reason. */
function framesOf({ syntax = jpegLossless, offsets = [], ...rest }: Case, count: number): unknown {
  using directory = tempDir();
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const table = Buffer.alloc(8 * (rest.extended?.length ?? 0));
  for (const [at, offset] of (rest.extended ?? []).entries()) table.writeUInt32LE(offset, 8 * at);
  const pixels = Buffer.concat([
    Buffer.from([0xe0, 0x7f, 0x10, 0, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff]),
    item(uint32(...offsets)),
    ...rest.fragments.map(item),
    Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]),
  ]);
  const elements = [
    ascii(0x00080018, "UI", "1.2.3"),
    ...(rest.extended ? [{ tag: 0x7fe00001, vr: "OV", value: table }] : []),
  ];
  const encoding = { ...explicit, transferSyntaxUID: syntax };
  Deno.writeFileSync(`${directory.path}/x`, encodeFile(elements, encoding, { behind: pixels }));
  using file = Deno.openSync(`${directory.path}/x`);
  const header = readHeader(file);
  const element = header.find(Tag.PixelData);
  assert.ok(element);
  const frames = findFrames(header, element, count);
  if (typeof frames === "string") return frames;
  const source = header.source();
  return frames.map((frame) => [...readFrame(source, frame, 1000) ?? []]);
}

const start = [0xff, 0xd8, 1, 2, 3, 4];
const middle = [9, 9, 9, 9, 9, 9];
const end = [5, 6, 7, 8, 0xff, 0xd9];
const whole = [0xff, 0xd8, 5, 6, 0xff, 0xd9];
const unknown = "the starts of its frames are unknown";

const cases: Readonly<Record<string, readonly [Case, number, unknown]>> = {
  "one frame in three fragments": [
    { fragments: [start, middle, end] },
    1,
    [[...start, ...middle, ...end]],
  ],
  "a fragment for each frame, without a table": [
    { syntax: rle, fragments: [start, middle, end] },
    3,
    [start, middle, end],
  ],
  "a basic offset table": [
    { syntax: rle, offsets: [0, 28], fragments: [start, middle, end] },
    2,
    [[...start, ...middle], end],
  ],
  "an extended offset table": [
    { syntax: rle, extended: [0, 14], fragments: [start, middle, end] },
    2,
    [start, [...middle, ...end]],
  ],
  "end markers, one of them padded": [
    { fragments: [start, [...middle, 0xff, 0xd9, 1, 0xff, 0xd9, 0], whole, start, end] },
    3,
    [[...start, ...middle, 0xff, 0xd9, 1, 0xff, 0xd9, 0], whole, [...start, ...end]],
  ],
  "a wrong table, but a fragment for each frame": [
    { offsets: [0, 15], fragments: [whole, whole] },
    2,
    [whole, whole],
  ],
  "a wrong table and end markers": [
    { offsets: [0, 15], fragments: [start, end, whole] },
    2,
    [[...start, ...end], whole],
  ],
  "fewer fragments than frames": [{ fragments: [whole, whole] }, 3, unknown],
  "more frames than end markers": [{ fragments: [start, middle, end, middle] }, 2, unknown],
  "several fragments of RLE without a table": [
    { syntax: rle, fragments: [start, middle, end] },
    2,
    unknown,
  ],
  "a table with another number of frames": [
    { syntax: rle, offsets: [0, 14, 28], fragments: [start, middle, end] },
    2,
    unknown,
  ],
  "no fragments": [{ fragments: [] }, 1, "it has no frames"],
};

for (const [name, [one, count, expected]] of Object.entries(cases)) {
  Deno.test(`the frames of compressed pixel data are found or refused: ${name}`, () => {
    assert.deepEqual(framesOf(one, count), expected);
  });
}

Deno.test("a frame above the limit is not read", () => {
  const source = { size: 10, readAt: () => assert.fail("nothing is read") };
  assert.equal(readFrame(source, [{ start: 0, end: 9 }], 8), undefined);
});
