import assert from "node:assert/strict";
import { dropFolder } from "../../../src/cli/demo/synthetic_study.ts";
import { codecsPath, openCodecs } from "../../../src/pixels/codecs/codec_libraries.ts";
import type { Codecs } from "../../../src/pixels/codecs/codec_libraries.ts";
import { compressedImage } from "../../support/dicom/compressed_images.ts";
import { nativeImage } from "../../support/dicom/native_image.ts";
import { pixelKinds, syntaxes } from "../../support/dicom/pixel_cases.ts";
import { sampleFrame } from "../../support/dicom/sample_frames.ts";
import { amount, figure } from "../../support/figures.ts";
import { IntakeUnderTest } from "../../support/program/intake.ts";
import { fixedKey, outcomeOf } from "../../support/program/outcome.ts";
import { randomNumbers } from "../../support/random_numbers.ts";
import { tempDir } from "../../support/temp_dir.ts";

const kills = amount("REDACTION_KILLS", 6);
const folders = 4;
const rule = ["%filter graylist", "LABEL known", "present Rows", "coordinates 3,2,20,9"];

/** An image of two frames in every transfer syntax. */
function images(folder: number, codecs: Codecs): { name: string; bytes: Uint8Array }[] {
  const { shape } = pixelKinds["12 bits"] ?? {};
  assert.ok(shape);
  const frames = [sampleFrame(shape, "smooth", folder), sampleFrame(shape, "noise", folder)];
  return Object.values(syntaxes).map(({ uid, encode, encoding = "explicit" }, at) => {
    const instance = `1.2.3.${folder}.${at}`;
    const streams = encode ? frames.map((frame) => encode(frame, shape, codecs)) : [];
    const native = { ...shape, frames: 2, bits: 16, stored: 12, encoding, instance };
    const bytes = encode
      ? compressedImage({ shape, frames: 2, instance }, uid, streams)
      : nativeImage(native, Uint8Array.from(frames.flatMap((frame) => [...frame])));
    return { name: `${at}.dcm`, bytes };
  });
}

function prepare(directory: string, codecs: Codecs): IntakeUnderTest {
  Deno.mkdirSync(directory);
  const RECIPE = `${directory}/site.dicom`;
  Deno.writeTextFileSync(RECIPE, ["FORMAT dicom", ...rule].join("\n"));
  const settings = {
    SETTLE: "0",
    TEXT: "off",
    LOG_LEVEL: "debug",
    CONCURRENCY: "2",
    MAX_ATTEMPTS: "999",
  };
  const env = { ...settings, RECIPE, ...fixedKey(directory) };
  const intake = new IntakeUnderTest(directory, env);
  for (let folder = 1; folder <= folders; folder++) {
    dropFolder(intake.inbox, `ST-${folder}`, images(folder, codecs));
  }
  return intake;
}

Deno.test("killed at random moments, a queue that redacts leaves the same output", async () => {
  using directory = tempDir();
  const codecs = await openCodecs(codecsPath());
  const calm = prepare(`${directory.path}/calm`, codecs);
  assert.equal((await calm.run("queue")).code, 0);
  const killed = prepare(`${directory.path}/killed`, codecs);
  const [database, calmDatabase] = [await killed.database(), await calm.database()];
  try {
    const random = randomNumbers(26);
    const uids = Array.from({ length: folders }, (_, at) => `ST-${at + 1}`);
    let count = 0;
    for (let left = 3 * kills; left > 0 && count < kills; left--) {
      await using queue = killed.start("queue");
      let lines = 1 + random(24);
      const isKilled = await queue.until(() => --lines < 0).then(() => true, () => false);
      await queue.stop("SIGKILL").catch(() => queue.status());
      if (isKilled) count++;
      else await killed.run("retry", ...uids);
      await database.sql`update batch set lease_until = now() where lease_until is not null`;
    }
    assert.ok(count > 0);
    figure("kills at random moments while pixels were redacted", count);
    assert.equal((await killed.run("queue")).code, 0);
    const outcome = await outcomeOf(killed, database);
    const files = folders * (Object.keys(syntaxes).length + 1);
    assert.equal(Object.keys(outcome.output).length, files, "with a manifest for each folder");
    assert.deepEqual(outcome, await outcomeOf(calm, calmDatabase));
  } finally {
    await database.close();
    await calmDatabase.close();
  }
});
