import assert from "node:assert/strict";
import { imageFacts, type ImageHeader } from "../../../src/dicom/read/image_facts.ts";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { inspectionTurns, TextFinder } from "../../../src/pipeline/image/text_tools.ts";
import { CodecHolder, codecsPath } from "../../../src/pixels/codecs/codec_libraries.ts";
import { fileInMemory } from "../../../src/system/readable_file.ts";
import { brightDetector } from "../../support/dicom/bright_detector.ts";
import { nativeImage } from "../../support/dicom/native_image.ts";

const [rows, columns] = [20, 30];
const codecs = new CodecHolder(codecsPath());
const file = { staged: "/out", fileNumber: 1 };

function image(): ImageHeader {
  const bytes = nativeImage({ rows, columns, frames: 1, bits: 8 }, new Uint8Array(rows * columns));
  const header = readHeader(fileInMemory(bytes));
  return { header, facts: imageFacts(header) };
}

Deno.test("the detector is loaded for the first image, once, and unloaded at the end", async () => {
  const events: string[] = [];
  const finder = new TextFinder(() => {
    events.push("loaded");
    const unload = () => Promise.resolve(void events.push("unloaded"));
    return Promise.resolve({ ...brightDetector(), [Symbol.asyncDispose]: unload });
  }, codecs);
  assert.deepEqual(events, []);
  for (let at = 0; at < 3; at++) {
    assert.deepEqual(await finder.find(image()), { boxes: [], overlays: 0 });
  }
  await finder[Symbol.asyncDispose]();
  assert.deepEqual(events, ["loaded", "unloaded"]);
});

Deno.test("a detector that fails is unloaded, and the next image gets a new one", async () => {
  let [loads, unloads] = [0, 0];
  const finder = new TextFinder(() => {
    loads++;
    const isFirst = loads === 1;
    return Promise.resolve({
      find: isFirst ? () => Promise.reject(new RangeError("memory")) : brightDetector().find,
      [Symbol.asyncDispose]: () => Promise.resolve(void unloads++),
    });
  }, codecs);
  assert.equal(await finder.find(image()), "the text detector failed");
  assert.deepEqual([loads, unloads], [1, 1]);
  assert.deepEqual(await finder.find(image()), { boxes: [], overlays: 0 });
  assert.deepEqual([loads, unloads], [2, 1]);
});

Deno.test("a detector that cannot be loaded is tried again for the next image", async () => {
  let loads = 0;
  const finder = new TextFinder(() => {
    loads++;
    return loads === 1
      ? Promise.reject(new Deno.errors.NotFound("a path"))
      : Promise.resolve(brightDetector());
  }, codecs);
  assert.equal(await finder.find(image()), "the text detector failed");
  assert.deepEqual(await finder.find(image()), { boxes: [], overlays: 0 });
});

Deno.test("each megapixel allows ten seconds of a thread without other progress", async () => {
  let bytes = 0;
  const finder = new TextFinder(
    () => Promise.resolve(brightDetector()),
    codecs,
    (read) => bytes += read,
  );
  await finder.find(image());
  const seconds = bytes / 65536;
  assert.ok(seconds >= 10 * rows * columns / 1e6, `${seconds} s`);
});

Deno.test("inspections run one after the other, also after one that failed", async () => {
  const events: string[] = [];
  const turns = inspectionTurns();
  const inspect = (name: string, fails = false) =>
    turns.run(file, async () => {
      events.push(`${name} begins`);
      await Promise.resolve();
      await Promise.resolve();
      events.push(`${name} ends`);
      if (fails) throw new RangeError(name);
      return name;
    });
  const idle = () => turns.idle().then(() => void events.push("idle"));
  const results = await Promise.allSettled([inspect("a", true), inspect("b"), idle()]);
  assert.deepEqual(results.map(({ status }) => status), ["rejected", "fulfilled", "fulfilled"]);
  assert.deepEqual(events, ["a begins", "a ends", "b begins", "b ends", "idle"]);
});

Deno.test("what is to happen around each inspection gets its file", async () => {
  const files: unknown[] = [];
  const turns = inspectionTurns((inspected, inspect) => {
    files.push(inspected);
    return inspect();
  });
  assert.equal(await turns.run(file, () => Promise.resolve(7)), 7);
  await turns.idle();
  assert.deepEqual(files, [file]);
});
