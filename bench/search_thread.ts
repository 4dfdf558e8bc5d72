/// <reference lib="deno.worker" />
import { openImage } from "../src/pipeline/image/open_image.ts";
import { TextFinder } from "../src/pipeline/image/text_tools.ts";
import { CodecHolder, codecsPath } from "../src/pixels/codecs/codec_libraries.ts";
import { openTextDetector } from "../src/pixels/text/text_detector.ts";

/** Searches the images of these paths for text, and answers when all are done. */
self.onmessage = async ({ data: paths }: MessageEvent<readonly string[]>): Promise<void> => {
  const finder = new TextFinder(() => openTextDetector(), new CodecHolder(codecsPath()));
  for (const path of paths) {
    using file = Deno.openSync(path);
    const found = await finder.find(openImage(file, file.statSync()));
    if (typeof found === "string") throw new Error(found);
  }
  self.postMessage("done");
};
