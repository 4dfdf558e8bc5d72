import assert from "node:assert/strict";
import { foldedWords } from "../../../src/deidentify/text/folded.ts";
import type { TextPolicy } from "../../../src/model/batch.ts";
import type { ImageOutcome } from "../../../src/model/image.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { recipesOf } from "../../../src/pipeline/image/recipes.ts";
import { inspectionTurns, TextFinder } from "../../../src/pipeline/image/text_tools.ts";
import { CodecHolder, codecsPath } from "../../../src/pixels/codecs/codec_libraries.ts";
import { openTextDetector } from "../../../src/pixels/text/text_detector.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import { compressionTools } from "../../support/dicom/compressed_images.ts";
import { amount, figure } from "../../support/figures.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { writeDrawnFile } from "../../support/text_images/drawn_file.ts";
import {
  drawImages,
  drawingTools,
  type DrawnImage,
  type DrawnText,
} from "../../support/text_images/drawn_images.ts";
import { readingTools, type ReadWords, readWords } from "../../support/text_images/read_words.ts";
import { missingTools } from "../../support/tools.ts";

/** 5 % of the 200 of `deno task test:pixels`; all have text. */
const count = amount("TEXT_OUTPUTS", 10);
const fewestLetters = 4;

/** Drawn images as DICOM files, each in its folder. */
async function drawnFiles(path: string): Promise<readonly DrawnImage[]> {
  const numbers = Array.from({ length: count }, (_, at) => 2 * at + 4);
  const images = await drawImages(path, 7, numbers);
  for (const image of images) {
    Deno.mkdirSync(folderOf(path, image));
    await writeDrawnFile(image, `${folderOf(path, image)}/x`);
  }
  return images;
}

function folderOf(path: string, { number }: DrawnImage): string {
  return `${path}/${number}`;
}

/** Drawn words that tesseract can read: Latin, and long enough not to be read by chance. */
function plantedWords({ texts }: DrawnImage): PlantedWord[] {
  return texts.filter(({ kind }) => kind !== "harmless").flatMap(({ words, box }) =>
    foldedWords(words)
      .filter((word) => word.length >= fewestLetters && /^[a-z\d]+$/.test(word))
      .map((word) => ({ word, box }))
  );
}

interface PlantedWord extends Pick<DrawnText, "box"> {
  readonly word: string;
}

/** Which of the words were read where they were drawn: in noise, names are read by chance. */
function readOf(planted: readonly PlantedWord[], read: readonly ReadWords[]): string[] {
  return planted.filter(({ word, box: [left, top, right, bottom] }) =>
    read.some((one) =>
      one.words.includes(word) && one.left < right && one.right > left && one.top < bottom &&
      one.bottom > top
    )
  ).map(({ word }) => word);
}

Deno.test({
  name:
    `tesseract reads no drawn word in outputs, and none leaves when text is held: ${count} images`,
  ignore: missingTools(...drawingTools, ...readingTools, ...compressionTools),
  sanitizeResources: false, // the runtime of the detector keeps a message port
  async fn() {
    using directory = tempDir();
    const { path } = directory;
    await using finder = new TextFinder(() => openTextDetector(), new CodecHolder(codecsPath()));
    const process = async (
      image: DrawnImage,
      action: TextPolicy["action"],
    ): Promise<ImageOutcome> => {
      const policy = { which: "all", action, keep: "nothing" } as const;
      const text = { policy, finder, turns: inspectionTurns() };
      const folder = folderOf(path, image);
      const task = { folder, staged: `${folder}/${action}`, code: "B-1", files: [] };
      const tools = { ...imageTools(), ...recipesOf(undefined), text };
      return await processImage(task, { number: 1, path: "x", isFile: true }, tools);
    };
    const counts = { redacted: 0, held: 0, readInSources: 0 };
    for (const image of await drawnFiles(path)) {
      const planted = plantedWords(image);
      const before = await readWords(`${folderOf(path, image)}/x`);
      counts.readInSources += readOf(planted, before).length;
      const held = await process(image, "hold");
      assert.equal(held.kind, "skipped", `image ${image.number} leaves`);
      const redacted = await process(image, "redact");
      if (redacted.kind === "skipped") {
        assert.equal(redacted.skipped.code, "HELD_BACK", redacted.skipped.reason);
        counts.held++;
        continue;
      }
      counts.redacted++;
      const after = await readWords(`${folderOf(path, image)}/redact/${redacted.row.path}`);
      assert.deepEqual(readOf(planted, after), [], `image ${image.number}, ${image.syntax}`);
    }
    assert.ok(counts.readInSources > 0 && counts.redacted > 0, JSON.stringify(counts));
    for (const [what, value] of Object.entries(counts)) figure(`drawn images: ${what}`, value);
  },
});
