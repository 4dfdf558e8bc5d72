import assert from "node:assert/strict";
import { listFiles } from "../../src/folder/list_files.ts";
import type { TextPolicy } from "../../src/model/batch.ts";
import type { ImageOutcome } from "../../src/model/image.ts";
import { readNotes } from "../../src/output/processing_notes.ts";
import { openImagePool } from "../../src/pipeline/image/image_pool.ts";
import { type DrawnFrame, drawText, tissueFrame } from "../support/dicom/drawn_text.ts";
import { nativeImage } from "../support/dicom/native_image.ts";
import { poolSetup } from "../support/deidentify/pool_setup.ts";
import { tempDir } from "../support/temp_dir.ts";

const size = [240, 320] as const;

function write(path: string, number: number, frame: DrawnFrame): void {
  const instance = `1.2.3.${number}`;
  const { rows, columns, pixels } = frame;
  const image = nativeImage({ rows, columns, frames: 1, bits: 8, instance }, pixels);
  Deno.writeFileSync(`${path}/in/${number}.dcm`, image);
}

const setup = {
  ...poolSetup,
  filesAtOnce: 2,
} as const;

/** Processes a folder of a plain image, one with a name, and another plain one in a thread. */
async function process(text: TextPolicy): Promise<readonly ImageOutcome[]> {
  using directory = tempDir();
  const { path } = directory;
  Deno.mkdirSync(`${path}/in`);
  const named = tissueFrame(...size);
  drawText(named, "JANE^DOE", { left: 12, top: 10, size: 3 });
  for (const [at, frame] of [tissueFrame(...size), named, tissueFrame(...size)].entries()) {
    write(path, at + 1, frame);
  }
  const directories = { inboxes: [`${path}/in`], outputs: [`${path}/out`] };
  using pool = openImagePool(1, directories, { ...setup, text }, 600_000);
  const place = { folder: `${path}/in`, staged: `${path}/out/B-1.tmp1`, code: "B-1" };
  return await pool.run({ ...place, files: [...listFiles(`${path}/in`)] });
}

Deno.test("a thread holds back the image with a name, and releases the others", async () => {
  const outcomes = await process({ which: "risk", action: "hold", keep: "nothing" });
  assert.deepEqual(outcomes.map(({ kind }) => kind), ["image", "skipped", "image"]);
  const [, held] = outcomes;
  assert.ok(held?.kind === "skipped");
  assert.match(
    held.skipped.reason,
    /^text was found in its pixels: \d+ rectangles? with .+ \(inspected/,
  );
  assert.equal(held.skipped.fileNumber, 2);
});

Deno.test("a thread redacts the name, and finds none in the output", async () => {
  const outcomes = await process({ which: "risk", action: "redact", keep: "nothing" });
  assert.deepEqual(outcomes.map(({ kind }) => kind), ["image", "image", "image"]);
  const [, redacted] = outcomes;
  assert.ok(redacted?.kind === "image");
  assert.ok(redacted.row.screening.rectangles.length > 0);
  const [left = 0, top = 0, right = 0, bottom = 0] = redacted.row.screening.rectangles[0]
    ?.split(",").map(Number) ?? [];
  assert.ok(left <= 12 && top <= 10 && right >= 150 && bottom >= 31, "the name is covered");
});

Deno.test("the file that is inspected is noted, so that it is known if its thread ends", async () => {
  using directory = tempDir();
  const { path } = directory;
  Deno.mkdirSync(`${path}/in`);
  write(path, 1, tissueFrame(600, 800));
  const directories = { inboxes: [`${path}/in`], outputs: [`${path}/out`] };
  const text = { which: "risk", action: "hold", keep: "nothing" } as const;
  using pool = openImagePool(1, directories, { ...setup, text }, 600_000);
  const staged = `${path}/out/B-1.tmp1`;
  const place = { folder: `${path}/in`, staged, code: "B-1" };
  let isDone = false;
  const inspected = pool.run({ ...place, files: [...listFiles(`${path}/in`)] })
    .finally(() => isDone = true);
  let noted = 0;
  while (!isDone) {
    if ((await readNotes(staged)).files.includes(1)) noted++;
    await new Promise((done) => setTimeout(done, 20));
  }
  assert.deepEqual((await inspected).map(({ kind }) => kind), ["image"]);
  assert.ok(noted >= 5, `seen ${noted} times`);
  assert.deepEqual((await readNotes(staged)).files, []);
});
