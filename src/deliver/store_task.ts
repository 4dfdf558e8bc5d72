import type { DicomNode, StoreAnswer } from "./store_images.ts";
import type { StoredImage } from "./store_request.ts";

/** A node that receives an image has at least this rate. */
export const slowestBytesPerMs = 64;

/** What a thread is asked: to send images in one association. */
export interface StoreTask {
  readonly node: DicomNode;
  readonly images: readonly StoredImage[];
  readonly answerMs: number;
}

/** What a thread tells while it does so. */
export type StoreEvent =
  | { readonly kind: "progress" }
  | { readonly kind: "done"; readonly answers: readonly (StoreAnswer | undefined)[] }
  | { readonly kind: "failed"; readonly reason: string };
