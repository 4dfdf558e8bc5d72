import assert from "node:assert/strict";
import type { ImageOutcome, ImageRow } from "../../src/model/image.ts";
import { processImage } from "../../src/pipeline/image/process_image.ts";
import { recipesOf } from "../../src/pipeline/image/recipes.ts";
import { inspectionTurns, TextFinder } from "../../src/pipeline/image/text_tools.ts";
import { reprocessImages } from "../../src/pipeline/settle_patients.ts";
import { StudyPatients } from "../../src/pipeline/study_patients.ts";
import { StudyWords } from "../../src/pipeline/study_words.ts";
import { CodecHolder, codecsPath } from "../../src/pixels/codecs/codec_libraries.ts";
import { imageTools } from "../support/deidentify/image_tools.ts";
import { brightDetector } from "../support/dicom/bright_detector.ts";
import { ascii } from "../support/dicom/encode_data_set.ts";
import { nativeImage } from "../support/dicom/native_image.ts";
import { tempDir } from "../support/temp_dir.ts";

const [rows, columns] = [20, 30];

function rowOf(outcome: ImageOutcome | undefined): ImageRow {
  assert.ok(outcome?.kind === "image", JSON.stringify(outcome));
  return outcome.row;
}

Deno.test("an image whose patient is found later is processed again, but not searched again", async () => {
  using directory = tempDir();
  const { path: folder } = directory;
  const pixels = new Uint8Array(rows * columns).fill(20).fill(255, 65, 74);
  const issuers = [[], [ascii(0x00100021, "LO", "A")]];
  for (const [at, more] of issuers.entries()) {
    const instance = `1.2.3.${at}`;
    const image = { rows, columns, frames: 1, bits: 8, instance, more };
    Deno.writeFileSync(`${folder}/${at}`, nativeImage(image, pixels));
  }
  const detector = brightDetector();
  const finder = new TextFinder(() => Promise.resolve(detector), new CodecHolder(codecsPath()));
  const policy = { which: "risk", action: "redact", keep: "nothing" } as const;
  const text = { policy, finder, turns: inspectionTurns() };
  const tools = { ...imageTools(), ...recipesOf(undefined), text };
  const batch = { folder, staged: `${folder}/out`, code: "B-1" };
  const files = [0, 1].map((at) => ({ number: at + 1, path: String(at), isFile: true }));
  const named = new StudyPatients();
  const first: ImageRow[] = [];
  for (const file of files) {
    first.push(rowOf(await processImage({ ...batch, files: [] }, file, tools)));
  }
  for (const row of first) named.add(row);
  const searches = detector.pictures.length;
  assert.equal(searches, 4, "each image, and its redacted output");

  const findings = { resolved: named.resolve(new Map()), studyWords: new StudyWords() };
  const again = await reprocessImages(first, findings, batch, {
    run: (task) => Promise.all(task.files.map((file) => processImage(task, file, tools))),
  });
  const [changed, kept] = again.map(rowOf);
  assert.notEqual(changed?.patient, first[0]?.patient);
  assert.equal(changed?.patient, kept?.patient);
  assert.deepEqual(changed?.screening.rectangles, first[0]?.screening.rectangles);
  assert.equal(detector.pictures.length, searches + 1, "only its new output");
});
