import { DeliveryError } from "../destination.ts";
import { storeImages } from "./store_images.ts";
import type { StoreMessage, StoreTask } from "./store_task.ts";

/// <reference lib="deno.worker" />

self.onmessage = async ({ data }: MessageEvent<StoreTask>) => {
  const post = (message: StoreMessage): void => self.postMessage(message);
  const { node, images, answerMs } = data;
  try {
    const onProgress = (): void => post({ kind: "progress" });
    post({ kind: "done", answers: await storeImages(node, images, { answerMs, onProgress }) });
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw withoutMessage(error);
    post({ kind: "failed", reason: error.reason });
  }
};

/** Uncaught errors are printed, and a message may contain any data from the node. */
function withoutMessage(error: unknown): Error {
  return new Error(error instanceof Error ? error.name : typeof error);
}
