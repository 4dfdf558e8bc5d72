import assert from "node:assert/strict";
import { isPixelData } from "../../../src/dicom/element.ts";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { deflatedLittleEndian } from "../../../src/dicom/transfer_syntax.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import { dcmtkTools, makeSamples } from "../../support/dicom/dicom_samples.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
  somePixels,
} from "../../support/dicom/encode_data_set.ts";
import { figure } from "../../support/figures.ts";
import { processorTime } from "../../support/processor_time.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools } from "../../support/tools.ts";

const tools = imageTools();
/** Of the processor, for one file. */
const longestMs = 1000;
/** Pixel values hold no boundaries: only some of their bytes are cut off. */
const pixelStep = 61;
const codes = new Set(["EMPTY_FILE", "NOT_DICOM", "TRUNCATED", "NO_PIXEL_DATA", "NO_SOP_INSTANCE"]);

/** What becomes of the file `x` of a directory. */
async function codeOf(directory: string): Promise<string> {
  const task = { folder: directory, staged: `${directory}/out`, code: "B-1", files: [] };
  const outcome = await processImage(task, { number: 1, path: "x", isFile: true }, tools);
  if (outcome.kind !== "image") return outcome.skipped.code;
  Deno.removeSync(task.staged, { recursive: true });
  return "image";
}

/** Where the pixel data of a whole file begin and end in its bytes. */
function pixelsOf(path: string): { start: number; end: number } {
  using file = Deno.openSync(path);
  const { elements, transferSyntaxUID, fileSize } = readHeader(file);
  const pixels = elements.find(({ tag }) => isPixelData(tag));
  assert.ok(pixels);
  return transferSyntaxUID === deflatedLittleEndian
    ? { start: fileSize, end: fileSize }
    : { start: pixels.valueStart + 16, end: pixels.end };
}

Deno.test({
  name: "cut off after any byte, in every encoding, a file is left out with a code, soon",
  ignore: missingTools(...dcmtkTools),
  async fn() {
    using directory = tempDir();
    const path = `${directory.path}/x`;
    let cuts = 0;
    for (const [name, sample] of Object.entries(await makeSamples(directory.path))) {
      Deno.copyFileSync(sample, path);
      assert.equal(await codeOf(directory.path), "image", name);
      const { start, end } = pixelsOf(sample);
      for (let size = end - 1; size >= 0; size -= size > start ? pixelStep : 1) {
        Deno.truncateSync(path, size);
        const { result: code, ms } = await processorTime(() => codeOf(directory.path));
        assert.ok(codes.has(code), `${name}, cut at ${size}: ${code}`);
        assert.ok(ms < longestMs, `${name}, cut at ${size}, takes too long`);
        cuts++;
      }
    }
    figure("transfers cut off", cuts);
  },
});

const of = (...elements: PlainElement[]): readonly PlainElement[] => [
  ascii(0x00080018, "UI", "1.2.3"),
  ascii(0x00100010, "PN", "DOE^JANE"),
  ...elements,
];
const sopClass = (suffix: string): PlainElement =>
  ascii(0x00080016, "UI", `1.2.840.10008.5.1.4.1.1.${suffix}`);
const described = [0x00280010, 0x00280011, 0x00280100].map((tag) => (
  { tag, vr: "US", value: Uint8Array.of(8, 0) }
));
const noPixels = { ...somePixels, value: new Uint8Array(0) };
const url = ascii(0x00287fe0, "UR", "http://pixels/1");

const objects: Readonly<Record<string, readonly [readonly PlainElement[], code: string]>> = {
  "a CT image cut off in the middle of its header": [of(sopClass("2")), "NO_PIXEL_DATA"],
  "an image of an unknown class": [of(...described), "NO_PIXEL_DATA"],
  "pixel data without a value": [of(...described, noPixels), "NO_PIXEL_DATA"],
  "an image": [of(sopClass("2"), somePixels), "image"],
  "a map of floats": [
    of(sopClass("30"), { tag: 0x7fe00008, vr: "OF", value: new Uint8Array(8) }),
    "image",
  ],
  "an image by reference": [of(sopClass("2"), ...described, url), "image"],
  "a plan": [of(sopClass("481.5")), "image"],
  "a presentation state": [of(sopClass("11.1")), "image"],
  "a spectrum, that has rows and columns": [of(sopClass("4.2"), ...described.slice(0, 2)), "image"],
};

for (const [name, [elements, code]] of Object.entries(objects)) {
  Deno.test(`what is of an image and has none is left out, and only that: ${name}`, async () => {
    using directory = tempDir();
    for (const encoding of Object.values(plainEncodings)) {
      Deno.writeFileSync(`${directory.path}/x`, encodeFile(elements, encoding));
      assert.equal(await codeOf(directory.path), code, encoding.transferSyntaxUID);
    }
  });
}

Deno.test("a plan cut off inside the head of an element is no whole plan", async () => {
  using directory = tempDir();
  const { explicit, implicit, bigEndian } = plainEncodings;
  for (const encoding of [explicit, implicit, bigEndian]) {
    assert.ok(encoding);
    const before = encodeFile(of(sopClass("481.5")), encoding).length;
    const whole = encodeFile(of(sopClass("481.5"), ascii(0x00100020, "LO", "1")), encoding);
    // one zero behind an object is padding
    for (let size = before + 2; size < whole.length; size++) {
      Deno.writeFileSync(`${directory.path}/x`, whole.subarray(0, size));
      assert.equal(await codeOf(directory.path), "TRUNCATED", `cut at ${size}`);
    }
  }
});
