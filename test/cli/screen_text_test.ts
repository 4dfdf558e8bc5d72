import assert from "node:assert/strict";
import { imageFacts } from "../../src/dicom/read/image_facts.ts";
import { readHeader } from "../../src/dicom/read/read_header.ts";
import { pictureWithBoxes } from "../../src/cli/picture_with_boxes.ts";
import { describeText, openTextFinder } from "../../src/cli/text_finder.ts";
import { decodePng } from "../../src/pixels/codecs/decode_png.ts";
import { fileInMemory } from "../../src/system/readable_file.ts";
import { brightDetector } from "../support/dicom/bright_detector.ts";
import { type NativeImage, nativeImage } from "../support/dicom/native_image.ts";
import { tempDir } from "../support/temp_dir.ts";

const [rows, columns] = [30, 40];
const pixels = new Uint8Array(rows * columns).fill(9).fill(255, 5 * columns + 2, 5 * columns + 8);

function image(more: Partial<NativeImage> = {}) {
  const bytes = nativeImage({ rows, columns, frames: 1, bits: 8, ...more }, pixels);
  const header = readHeader(fileInMemory(bytes));
  return { header, facts: imageFacts(header) };
}

Deno.test("an image at risk is described by its rectangles, without words", async () => {
  await using finder = openTextFinder(undefined, () => Promise.resolve(brightDetector()));
  const found = await finder.find(image(), 1);
  assert.deepEqual(found, { risk: "Modality US", boxes: ["2,5,8,6"], kinds: ["other"] });
  assert.equal(
    describeText(found),
    "text at 2,5,8,6 (other text) (searched because of Modality US)",
  );
});

Deno.test("an image at risk whose pixels cannot be read is described with the reason", async () => {
  await using finder = openTextFinder(undefined, () => Promise.resolve(brightDetector()));
  const text = describeText(await finder.find(image({ frames: 2 }), 1));
  assert.match(text, /^not searched for text: its pixel data do not have the length/);
});

Deno.test("the detector is not loaded for images that suggest no text", async () => {
  let loads = 0;
  await using finder = openTextFinder(undefined, () => {
    loads++;
    return Promise.resolve(brightDetector());
  });
  const found = await finder.find(image({ modality: "MR", sopClass: "1.2.3" }), 1);
  assert.equal(describeText(found), "not searched for text: nothing suggests it");
  assert.equal(loads, 0);
});

Deno.test("pictures are named by file number, only their owner can read them, and they have red rectangles", async () => {
  using directory = tempDir();
  const pictures = `${directory.path}/pictures`;
  await using finder = openTextFinder({ pictures }, () => Promise.resolve(brightDetector()));
  await finder.find(image(), 7);
  await finder.find(image({ modality: "MR", sopClass: "1.2.3" }), 8);
  assert.deepEqual([...Deno.readDirSync(pictures)].map(({ name }) => name), ["7.png"]);
  assert.equal((Deno.statSync(`${pictures}/7.png`).mode ?? 0) & 0o777, 0o600);
});

Deno.test("a picture has its pixels, and lines at the edges of boxes", () => {
  const samples = new Uint8Array(rows * columns).fill(50);
  const png = pictureWithBoxes({ rows, columns, samples }, [
    { left: 3, top: 4, right: 10, bottom: 8 },
  ]);
  const decoded = decodePng(png, {
    rows,
    columns,
    samples: 3,
    bytesPerSample: 1,
    bitsStored: 8,
    isSigned: false,
    colours: "RGB",
  });
  const at = (row: number, column: number): readonly number[] => {
    const place = 3 * (row * columns + column);
    return [...decoded.slice(place, place + 3)];
  };
  assert.deepEqual(at(0, 0), [50, 50, 50]);
  assert.deepEqual(at(4, 3), [255, 0, 0]);
  assert.deepEqual(at(7, 9), [255, 0, 0]);
  assert.deepEqual(at(6, 6), [50, 50, 50]);
  assert.deepEqual(at(8, 3), [50, 50, 50]);
});
