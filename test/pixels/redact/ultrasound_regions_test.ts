import assert from "node:assert/strict";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import type { ImageOutcome } from "../../../src/model/image.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { recipesOf } from "../../../src/pipeline/image/recipes.ts";
import * as Tag from "../../../src/dicom/tag.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import { nativeImage, ul, us } from "../../support/dicom/native_image.ts";
import type { PlainElement } from "../../support/dicom/encode_data_set.ts";
import { tempDir } from "../../support/temp_dir.ts";

const size = { rows: 8, columns: 10, frames: 2 };
const count = size.rows * size.columns * size.frames;

/** A region with these corners: x0, y0, x1, y1. */
function region(...corners: readonly [number, number, number, number]): PlainElement[] {
  return corners.map((corner, at) => ul(0x00186018 + 2 * at, corner));
}

function regions(...items: readonly PlainElement[][]): PlainElement[] {
  return items.length === 0 ? [] : [{ tag: 0x00186011, vr: "SQ", value: items }];
}

async function screened(
  directory: string,
  more: readonly PlainElement[],
  ...rules: readonly string[]
): Promise<ImageOutcome> {
  const pixels = new Uint8Array(count).fill(9);
  Deno.writeFileSync(`${directory}/x`, nativeImage({ ...size, bits: 8, more }, pixels));
  const text = ["FORMAT dicom", "%filter graylist", "LABEL scanner", ...rules].join("\n");
  const { recipes } = recipesOf({ file: "site.dicom", text });
  const task = { folder: directory, staged: `${directory}/out`, code: "B-1", files: [] };
  const tools = { ...imageTools(), recipes };
  return await processImage(task, { number: 1, path: "x", isFile: true }, tools);
}

/** The places of the samples that are not redacted, in the first frame; both must be alike. */
function kept(path: string): string[] {
  using file = Deno.openSync(path);
  const element = readHeader(file).find(Tag.PixelData);
  assert.ok(element);
  const pixels = Deno.readFileSync(path).subarray(element.valueStart, element.valueEnd);
  const frames = [pixels.subarray(0, count / 2), pixels.subarray(count / 2)];
  assert.deepEqual(frames[0], frames[1]);
  return Array.from(frames[0] ?? [], (sample, at) => ({ sample, at }))
    .filter(({ sample }) => sample !== 0)
    .map(({ at }) => `${at % size.columns},${Math.floor(at / size.columns)}`);
}

const outside = "coordinates outside:SequenceOfUltrasoundRegions";

Deno.test("everything outside of the ultrasound regions is redacted", async () => {
  using directory = tempDir();
  const two = regions(region(1, 2, 3, 4), region(6, 5, 90, 7));
  const outcome = await screened(directory.path, two, outside);
  assert.ok(outcome.kind === "image", JSON.stringify(outcome));
  assert.deepEqual(outcome.row.screening.rectangles, [
    "0,0,10,8",
    "keep 1,2,3,4",
    "keep 6,5,10,7",
  ]);
  const [small, large] = ["1,2 2,2 1,3 2,3", "6,5 7,5 8,5 9,5 6,6 7,6 8,6 9,6"];
  const places = kept(`${directory.path}/out/${outcome.row.path}`);
  assert.equal(places.join(" "), `${small} ${large}`);
});

Deno.test("later coordinates of the rule redact within the regions", async () => {
  using directory = tempDir();
  const rules = [outside, "coordinates 1,2,2,9"];
  const outcome = await screened(directory.path, regions(region(1, 2, 3, 4)), ...rules);
  assert.ok(outcome.kind === "image");
  assert.deepEqual(kept(`${directory.path}/out/${outcome.row.path}`), ["2,2", "2,3"]);
});

const without: Readonly<Record<string, readonly PlainElement[]>> = {
  "no regions": regions(),
  "regions without items": [{ tag: 0x00186011, vr: "SQ", value: [] }],
  "a region beyond the image": regions(region(20, 20, 30, 30)),
  "a region without corners": regions([ul(0x00186018, 1)]),
  "a region with reversed corners": regions(region(5, 5, 2, 2)),
};

for (const [name, more] of Object.entries(without)) {
  Deno.test(`an image is held back if it does not say what to keep: ${name}`, async () => {
    using directory = tempDir();
    for (const rules of [[outside], ["coordinates 0,0,5,1", outside]]) {
      const outcome = await screened(directory.path, more, ...rules);
      assert.ok(outcome.kind === "skipped");
      assert.equal(outcome.skipped.code, "HELD_BACK");
      assert.match(outcome.skipped.reason, /no regions within its rows and columns$/);
    }
  });
}

Deno.test("redacted regions include their last column and row", async () => {
  using directory = tempDir();
  const rule = "coordinates from:SequenceOfUltrasoundRegions";
  const outcome = await screened(directory.path, regions(region(1, 2, 3, 4)), rule);
  assert.ok(outcome.kind === "image");
  assert.deepEqual(outcome.row.screening.rectangles, ["1,2,4,5"]);
});

Deno.test("a redacted image loses its icon, and pixel values that are no longer true", async () => {
  using directory = tempDir();
  const icon = { tag: 0x00880200, vr: "SQ", value: [[us(0x00280010, 8)]] };
  const untrue = [0x00280106, 0x00280107, 0x00280108, 0x00280109, 0x00280110, 0x00280111];
  const more = [...untrue.map((tag) => us(tag, 9)), icon];
  const outcome = await screened(directory.path, more, "coordinates 0,0,2,2");
  assert.ok(outcome.kind === "image");
  const header = JSON.parse(outcome.row.header);
  for (const tag of [...untrue, icon.tag]) {
    assert.equal(header[tag.toString(16).padStart(8, "0")], undefined);
  }
  assert.deepEqual(header["00280301"].Value, ["NO"]);
});

Deno.test("a recipe cannot keep what is outside of the regions", () => {
  const text = `FORMAT dicom\n%filter graylist\nLABEL x\nkeep${outside}`;
  assert.throws(() => recipesOf({ file: "site.dicom", text }), /only coordinates can be outside/);
});
