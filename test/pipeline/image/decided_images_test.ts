import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { ImageOutcome, SkippedFile } from "../../../src/model/image.ts";
import type { Box, FileDecision } from "../../../src/model/review.ts";
import type { ImageTask } from "../../../src/pipeline/image/image_task.ts";
import type { ImageTools } from "../../../src/pipeline/image/image_tools.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { recipesOf } from "../../../src/pipeline/image/recipes.ts";
import { inspectionTurns, TextFinder } from "../../../src/pipeline/image/text_tools.ts";
import { CodecHolder, codecsPath } from "../../../src/pixels/codecs/codec_libraries.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import { brightDetector } from "../../support/dicom/bright_detector.ts";
import { ascii } from "../../support/dicom/encode_data_set.ts";
import { nativeImage } from "../../support/dicom/native_image.ts";
import { filesBelow } from "../../support/files/output_tree.ts";
import { heldImage, size } from "../../support/program/review_intake.ts";
import { tempDir } from "../../support/temp_dir.ts";

const [rows, columns] = [40, 50];
const file = { number: 3, path: "JANE.dcm", isFile: true };
const box: Box = { left: 0, top: 4, width: 12, height: 3 };
/** Two frames with a bright line in the box. */
const pixels = new Uint8Array(2 * rows * columns).fill(20).fill(255, 5 * columns, 5 * columns + 9)
  .fill(250, (rows + 5) * columns, (rows + 5) * columns + 9);

/** An ultrasound image that the default rules hold back. */
function original(more: Parameters<typeof nativeImage>[0]["more"] = []): Uint8Array {
  return nativeImage({ rows, columns, frames: 2, bits: 8, more }, pixels);
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function decision(
  action: FileDecision["action"],
  changes: Partial<FileDecision> = {},
): FileDecision {
  const bytes = original();
  return {
    fileNumber: 3,
    sha256: digest(bytes),
    bytes: bytes.length,
    isNew: true,
    action,
    boxes: action === "redact" ? [box] : [],
    ...changes,
  };
}

interface Processed {
  readonly outcome: ImageOutcome;
  /** The pixels of the output, if there is one. */
  readonly written: Uint8Array | undefined;
  /** The files in the quarantine. */
  readonly copies: Readonly<Record<string, string>>;
}

async function processed(
  bytes: Uint8Array,
  task: Partial<ImageTask> = {},
  tools: Partial<ImageTools> = {},
): Promise<Processed> {
  using directory = tempDir();
  const { path } = directory;
  for (const name of ["in", "quarantine"]) Deno.mkdirSync(`${path}/${name}`);
  Deno.writeFileSync(`${path}/in/JANE.dcm`, bytes);
  const given = { folder: `${path}/in`, staged: `${path}/out`, code: "B-1", files: [], ...task };
  const outcome = await processImage(given, file, {
    ...imageTools(),
    ...recipesOf(undefined),
    quarantine: `${path}/quarantine`,
    review: { ofText: true, ofRules: true },
    ...tools,
  });
  const copies = filesBelow(`${path}/quarantine`);
  return {
    outcome,
    written: outcome.kind === "image"
      ? Deno.readFileSync(`${path}/out/${outcome.row.path}`).slice(-pixels.length)
      : undefined,
    copies: Object.fromEntries(copies.map((name) => [
      name,
      digest(Deno.readFileSync(`${path}/quarantine/${name}`)),
    ])),
  };
}

function skippedOf({ outcome }: Processed): SkippedFile {
  assert.ok(outcome.kind === "skipped", "it left");
  return outcome.skipped;
}

Deno.test("an image that a rule holds back waits, and nothing of its file is told", async () => {
  const { bytes } = heldImage(1);
  const held = await processed(bytes);
  const { code, review } = skippedOf(held);
  assert.equal(code, "HELD_BACK");
  assert.equal(review?.sha256, digest(bytes));
  const waiting = review?.waiting;
  assert.deepEqual(
    [waiting?.modality, waiting?.layout, waiting?.frames, waiting?.bytes, waiting?.boxes],
    ["US", `${size} x ${size}`, 1, bytes.length, []],
  );
  assert.match(waiting?.device ?? "", /^unknown, device [0-9A-F]{8}$/);
  assert.match(waiting?.series ?? "", /^2\.25\./);
  assert.doesNotMatch(JSON.stringify(review), /Quill|Zanzibar|JANE|PLANTED/i);
  assert.deepEqual(held.copies, { [`B-1/${digest(bytes)}.dcm`]: digest(bytes) });
});

Deno.test("what waits is asked for: text, rules, and only images with rows and columns", async () => {
  const text = {
    policy: { which: "risk", action: "review", keep: "nothing" } as const,
    finder: new TextFinder(() => Promise.resolve(brightDetector()), new CodecHolder(codecsPath())),
    turns: inspectionTurns(),
  };
  const ofText = await processed(original(), {}, { text });
  const [found] = skippedOf(ofText).review?.waiting?.boxes ?? [];
  assert.deepEqual(found, { left: 0, top: 5, width: 9, height: 1 });
  const only = { ofText: true, ofRules: false };
  const ofRule = await processed(original(), {}, { review: only });
  assert.equal(skippedOf(ofRule).review, undefined);
  assert.deepEqual(ofRule.copies, {});
  const without = await processed(original(), {}, { review: undefined });
  assert.equal(skippedOf(without).review, undefined);
  assert.deepEqual(Object.keys(without.copies), ["B-1/3.dcm"], "QUARANTINE without a review");
});

Deno.test("a released image leaves as it is, a redacted one with exactly the boxes black", async () => {
  const released = await processed(original(), { decisions: [decision("release")] });
  assert.ok(released.outcome.kind === "image", JSON.stringify(released.outcome));
  assert.deepEqual(released.outcome.row.screening, {
    verdict: "keep",
    group: "review",
    rule: "released by a reviewer",
    rectangles: [],
  });
  assert.deepEqual(released.written, pixels);
  const redacted = await processed(original(), { decisions: [decision("redact")] });
  assert.ok(redacted.outcome.kind === "image", JSON.stringify(redacted.outcome));
  assert.deepEqual(redacted.outcome.row.screening.rectangles, ["0,4,12,7"]);
  const expected = pixels.slice();
  for (const frame of [0, 1]) {
    for (let row = 4; row < 7; row++) {
      const start = (frame * rows + row) * columns;
      expected.fill(0, start, start + 12);
    }
  }
  assert.deepEqual(redacted.written, expected);
  assert.deepEqual([released.copies, redacted.copies], [{}, {}]);
});

Deno.test("a rejected image is skipped, even if no rule holds it back any more", async () => {
  for (const recipes of [recipesOf(undefined).recipes, []]) {
    const given = { decisions: [decision("reject")] };
    const rejected = await processed(original(), given, { recipes, inspectedRecipes: recipes });
    assert.equal(skippedOf(rejected).code, "REJECTED");
    assert.equal(skippedOf(rejected).review?.waiting, undefined);
  }
});

Deno.test("a decision is about bytes: another file under the same name waits", async () => {
  const other = original([ascii(0x00280301, "CS", "YES")]);
  const waits = await processed(other, { decisions: [decision("release")] });
  assert.equal(skippedOf(waits).review?.sha256, digest(other));
  assert.ok(skippedOf(waits).review?.waiting);
  assert.deepEqual(waits.copies, { [`B-1/${digest(other)}.dcm`]: digest(other) });
});

Deno.test("an image about which an impossible decision was made waits again, with its reason", async () => {
  const outside = decision("redact", { boxes: [{ left: 60, top: 0, width: 5, height: 5 }] });
  const again = await processed(original(), { decisions: [outside] });
  const { code, reason, review } = skippedOf(again);
  assert.equal(code, "HELD_BACK");
  assert.match(reason, /^the decision requires pixels to be redacted, but the rectangles lie/);
  assert.deepEqual(review?.waiting?.boxes, outside.boxes);
});

Deno.test("a file can be copied only, whatever the settings say", async () => {
  const tools = { quarantine: undefined, review: undefined };
  using directory = tempDir();
  const folder = `${directory.path}/quarantine/B-1`;
  const copied = await processed(original(), { copyTo: folder }, tools);
  assert.deepEqual(skippedOf(copied).review, { sha256: digest(original()) });
  const name = `${digest(original())}.dcm`;
  assert.deepEqual(filesBelow(folder), [name]);
  assert.equal(digest(Deno.readFileSync(`${folder}/${name}`)), digest(original()));
  const modes = [folder, `${folder}/${name}`].map((path) =>
    (Deno.statSync(path).mode ?? 0) & 0o777
  );
  assert.deepEqual(modes, [0o700, 0o600]);
});

Deno.test("a copy in the quarantine that has changed is not released, and not overwritten", async () => {
  const changed = await processed(original([ascii(0x00280301, "CS", "YES")]), {
    decisions: [decision("release")],
    isQuarantine: true,
  });
  assert.equal(skippedOf(changed).code, "UNREADABLE");
  assert.match(skippedOf(changed).reason, /its copy in QUARANTINE has changed/);
  assert.deepEqual(changed.copies, {});
});

Deno.test("the gate has the last word about a released image, also with GATE=batch", async () => {
  const named = [ascii(0x00280301, "CS", "YES")];
  const bytes = nativeImage({ rows, columns, frames: 2, bits: 8, more: named }, pixels);
  const gate = { policy: "batch", gate: { inspect: () => [{ code: "NAME", place: "x" }] } };
  const release = decision("release", { sha256: digest(bytes) });
  const found = await processed(bytes, { decisions: [release] }, {
    gate: gate as unknown as ImageTools["gate"],
  });
  assert.equal(skippedOf(found).code, "GATE");
  assert.ok(skippedOf(found).review?.waiting, "a person decides again");
});
