import { CodecHolder } from "../pixels/codecs/codec_libraries.ts";
import { openWithoutWaiting } from "../system/readable_file.ts";
import { systemCode } from "../system/system_code.ts";
import type { ThreadAnswer, ThreadSetup, ThreadTask } from "./picture_messages.ts";
import { readFrame } from "./read_frame.ts";
import { renderPicture } from "./render_picture.ts";

/// <reference lib="deno.worker" />

let codecs: CodecHolder | undefined;

self.onmessage = async ({ data }: MessageEvent<ThreadSetup | ThreadTask>) => {
  if ("codecs" in data) codecs = new CodecHolder(data.codecs);
  else send(await answer(data));
};

/** The values of a frame are passed on without a copy. */
function send(answer: ThreadAnswer): void {
  self.postMessage(answer, "bytes" in answer ? [answer.bytes.buffer] : []);
}

/** An error may name the file, so it is replaced. */
async function answer({ path, request }: ThreadTask): Promise<ThreadAnswer> {
  if (!codecs) throw new TypeError("a task arrived before the setup");
  try {
    using file = openWithoutWaiting(path);
    return "maxSize" in request
      ? await renderPicture(file, request, codecs)
      : await readFrame(file, request.frame, codecs);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return { fault: "gone" };
    return { fault: "unreadable", reason: "its file cannot be read" };
  }
}
