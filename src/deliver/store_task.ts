import type { DicomNode, StoreAnswer } from "./store_images.ts";
import type { StoredImage } from "./store_request.ts";

/** The lowest rate at which a node must receive an image. */
export const slowestBytesPerMs = 64;

/** The task of a thread: sending images in one association. */
export interface StoreTask {
  readonly node: DicomNode;
  readonly images: readonly StoredImage[];
  readonly answerMs: number;
}

/** A message from a thread to the main thread. */
export type StoreMessage =
  | { readonly kind: "progress" }
  | { readonly kind: "done"; readonly answers: readonly (StoreAnswer | undefined)[] }
  | { readonly kind: "failed"; readonly reason: string };
