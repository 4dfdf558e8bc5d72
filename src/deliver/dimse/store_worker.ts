import { DeliveryError, TargetDownError } from "../destination.ts";
import { echoNode } from "./echo_node.ts";
import { storeImages } from "./store_images.ts";
import type { StoreMessage, StoreTask } from "./store_task.ts";

/// <reference lib="deno.worker" />

self.onmessage = async ({ data }: MessageEvent<StoreTask>) => {
  const post = (message: StoreMessage): void => self.postMessage(message);
  const { node, images, answerMs } = data;
  try {
    if (images.length === 0) {
      await echoNode(node, answerMs);
      return post({ kind: "done", answers: [] });
    }
    const onProgress = (): void => post({ kind: "progress" });
    post({ kind: "done", answers: await storeImages(node, images, { answerMs, onProgress }) });
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw withoutMessage(error);
    const code = error instanceof TargetDownError ? { code: error.attemptCode } : {};
    post({ kind: "failed", failure: { reason: error.reason, ...code } });
  }
};

/** Uncaught errors are printed, and a message may contain any data from the node. */
function withoutMessage(error: unknown): Error {
  return new Error(error instanceof Error ? error.name : typeof error);
}
