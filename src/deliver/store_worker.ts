/// <reference lib="deno.worker" />
import { DeliveryError } from "./destination.ts";
import { storeImages } from "./store_images.ts";
import type { StoreEvent, StoreTask } from "./store_task.ts";

self.onmessage = async ({ data }: MessageEvent<StoreTask>) => {
  const tell = (news: StoreEvent): void => self.postMessage(news);
  const { node, images, answerMs } = data;
  try {
    const onProgress = (): void => tell({ kind: "progress" });
    tell({ kind: "done", answers: await storeImages(node, images, { answerMs, onProgress }) });
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw withoutMessage(error);
    tell({ kind: "failed", reason: error.reason });
  }
};

/** What nobody catches is printed, and a message may hold anything that a node has sent. */
function withoutMessage(error: unknown): Error {
  return new Error(error instanceof Error ? error.name : typeof error);
}
