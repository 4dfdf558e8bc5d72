import assert from "node:assert/strict";
import { imageFacts, type ImageHeader } from "../../../src/dicom/read/image_facts.ts";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { compareFrames } from "../../../src/pixels/redact/compare_frames.ts";
import { fileInMemory } from "../../../src/system/readable_file.ts";
import { type NativeImage, nativeImage } from "../../support/dicom/native_image.ts";

const size = { rows: 4, columns: 6, frames: 2 };
const count = size.rows * size.columns * size.frames;
const deep: NativeImage = { ...size, bits: 16, stored: 12 };
const areas = [
  { left: 1, top: 1, right: 4, bottom: 3, isKept: false },
  { left: 2, top: 1, right: 3, bottom: 2, isKept: true },
];

function opened(kind: NativeImage, samples: readonly number[]): ImageHeader {
  const pixels = new Uint8Array(Uint16Array.from(samples).buffer);
  const header = readHeader(fileInMemory(nativeImage(kind, pixels)));
  return { header, facts: imageFacts(header) };
}

const before = Array.from({ length: count }, (_, at) => at + 1);

function isRedacted(at: number): boolean {
  const [column, row] = [at % 6, Math.floor(at / 6) % 4];
  const isKept = column === 2 && row === 1;
  return column >= 1 && column < 4 && row >= 1 && row < 3 && !isKept;
}

const redacted = before.map((sample, at) => isRedacted(at) ? 0 : sample);

function reasonFor(after: readonly number[], kind = deep): string | undefined {
  return compareFrames(opened(deep, before), opened(kind, after), areas);
}

Deno.test("a redacted copy is proved, also when unused bits were cleared", () => {
  assert.equal(reasonFor(redacted), undefined);
  const withOverlay = before.map((sample) => sample | 0x8000);
  const cleared = compareFrames(opened(deep, withOverlay), opened(deep, redacted), areas);
  assert.equal(cleared, undefined);
});

Deno.test("a copy with any other sample is not proved", () => {
  for (const [at, sample] of redacted.entries()) {
    assert.match(reasonFor(redacted.with(at, sample ^ 0x400)) ?? "", /^it is not proved that/);
  }
});

Deno.test("a copy in which a redacted part is not blank is not proved", () => {
  assert.match(reasonFor(before) ?? "", /rectangles are blank/);
  const [first = 0] = redacted.keys().filter(isRedacted);
  assert.match(reasonFor(redacted.with(first, 7)) ?? "", /rectangles are blank/);
});

Deno.test("a copy with more or fewer frames is not proved", () => {
  const three = { ...deep, frames: 3 };
  const frame = redacted.slice(0, count / 2);
  assert.match(reasonFor([...redacted, ...frame], three) ?? "", /other samples/);
  assert.match(reasonFor(frame, { ...deep, frames: 1 }) ?? "", /other samples/);
});
