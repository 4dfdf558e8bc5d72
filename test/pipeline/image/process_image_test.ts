import assert from "node:assert/strict";
import { syntheticStudy } from "../../../src/cli/demo/synthetic_study.ts";
import { writeFile, type Written } from "../../../src/cli/demo/write_explicit.ts";
import type { ImageOutcome } from "../../../src/model/image.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import { tempDir } from "../../support/temp_dir.ts";

async function processed(bytes: Uint8Array): Promise<ImageOutcome> {
  using directory = tempDir();
  Deno.writeFileSync(`${directory.path}/x`, bytes);
  const task = { folder: directory.path, staged: `${directory.path}/out`, code: "B-1", files: [] };
  return await processImage(task, { number: 1, path: "x", isFile: true }, imageTools());
}

function skipCode(outcome: ImageOutcome): string | undefined {
  return outcome.kind === "skipped" ? outcome.skipped.code : undefined;
}

Deno.test("an image's row has its numbers, and pseudonyms for what identifies", async () => {
  const [file] = syntheticStudy({ number: 7, images: 1, size: 16 });
  assert.ok(file);
  const outcome = await processed(file.bytes);
  assert.ok(outcome.kind === "image");
  const { row } = outcome;
  assert.deepEqual([row.imageRows, row.imageColumns, row.instanceNumber], [16, 16, 1]);
  assert.match(row.sopInstanceUid, /^2\.25\.\d{20,39}$/);
  assert.match(row.patient ?? "", /^P-[A-Z0-9]{16}$/);
  assert.doesNotMatch(JSON.stringify({ ...row, identity: null }), /FAKE|2\.25\.99/);
});

Deno.test("study and series fall back to the Batch where the header has none", async () => {
  const outcome = await processed(writeFile("1.2", "2.25.1", [[0x00080018, "UI", "2.25.1"]]));
  assert.ok(outcome.kind === "image");
  assert.equal(outcome.row.identity.studyInstanceUid, "study_B-1");
  const header = JSON.parse(outcome.row.header);
  assert.deepEqual(header["0020000D"].Value, [outcome.row.studyInstanceUid]);
  assert.deepEqual(header["0020000E"].Value, [outcome.row.seriesInstanceUid]);
  assert.deepEqual(header["00100020"].Value, [outcome.row.patient]);
});

Deno.test("a DICOMDIR and an object without SOPInstanceUID are left out", async () => {
  const directory: Written[] = [[0x00080005, "CS", "ISO_IR 100"]];
  const dicomdir = writeFile("1.2.840.10008.1.3.10", "2.25.1", directory);
  assert.equal(skipCode(await processed(dicomdir)), "DICOMDIR");
  assert.equal(skipCode(await processed(writeFile("1.2", "", directory))), "NO_SOP_INSTANCE");
});

Deno.test("what is no file is never opened, what vanished is unreadable", async () => {
  const task = { folder: "/nowhere", staged: "/nowhere", code: "B-1", files: [] };
  const link = await processImage(task, { number: 1, path: "x", isFile: false }, imageTools());
  assert.equal(skipCode(link), "NOT_A_FILE");
  const gone = await processImage(
    task,
    { number: 1, path: "DOE^JANE", isFile: true },
    imageTools(),
  );
  assert.equal(skipCode(gone), "UNREADABLE");
  assert.ok(gone.kind === "skipped");
  assert.doesNotMatch(gone.skipped.reason, /DOE|nowhere/);
});

Deno.test("text that stands where a UID should is never taken over", async () => {
  const outcome = await processed(writeFile("FAKE^NAME", "2.25.1", [[0x00080018, "UI", "2.25.1"]]));
  assert.ok(outcome.kind === "image");
  assert.equal(outcome.row.sopClassUid, null);
});
