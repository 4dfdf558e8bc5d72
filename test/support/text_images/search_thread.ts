/// <reference lib="deno.worker" />
import { CodecHolder, codecsPath } from "../../../src/pixels/codecs/codec_libraries.ts";
import { openTextDetector, type TextDetector } from "../../../src/pixels/text/text_detector.ts";
import { tempDir } from "../temp_dir.ts";
import { countFound, nothingCounted } from "./count_found.ts";
import { drawImages } from "./drawn_images.ts";
import type { SearchedImages } from "./search_images.ts";

interface Block {
  readonly seed: number;
  readonly numbers: readonly number[];
}

const codecs = new CodecHolder(codecsPath());
let detector: TextDetector | undefined;

/** Draws the images of a block, searches them, and answers with the counts. */
self.onmessage = async ({ data: { seed, numbers } }: MessageEvent<Block>): Promise<void> => {
  detector ??= await openTextDetector();
  const found: SearchedImages = { tuned: nothingCounted(), others: nothingCounted() };
  using folder = tempDir();
  for (const image of await drawImages(folder.path, seed, numbers)) {
    await countFound(image.isTuning ? found.tuned : found.others, image, { detector, codecs });
  }
  self.postMessage(found);
};
