import { CodecHolder } from "../pixels/codecs/codec_libraries.ts";
import { openWithoutWaiting } from "../system/readable_file.ts";
import { systemCode } from "../system/system_code.ts";
import type { ThreadAnswer, ThreadSetup, ThreadTask } from "./picture_messages.ts";
import { renderPicture } from "./render_picture.ts";

/// <reference lib="deno.worker" />

let codecs: CodecHolder | undefined;

self.onmessage = async ({ data }: MessageEvent<ThreadSetup | ThreadTask>) => {
  if ("codecs" in data) codecs = new CodecHolder(data.codecs);
  else self.postMessage(await answer(data));
};

/** An error may name the file, so it is replaced. */
async function answer({ path, request }: ThreadTask): Promise<ThreadAnswer> {
  if (!codecs) throw new TypeError("a task arrived before the setup");
  try {
    using file = openWithoutWaiting(path);
    return await renderPicture(file, request, codecs);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return { fault: "gone" };
    return { fault: "unreadable", reason: "its file cannot be read" };
  }
}
