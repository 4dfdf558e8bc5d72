import type { Sent } from "./receipts.ts";
import type { StoredImage } from "./store_request.ts";

/** The lowest rate at which a node must receive an image. */
export const slowestBytesPerMs = 64;

/** Address of a DICOM node, with the called and calling AE titles (PS3.8 7.1.1). */
export interface DicomNode {
  readonly host: string;
  readonly port: number;
  readonly called: string;
  readonly calling: string;
}

/**
 * A node's answer for an image. `again`: the same image may be accepted later; `aborted`: the node
 * ended the association while it received the image.
 */
export type StoreAnswer =
  | ({ readonly kind: "stored" } & Sent)
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "again"; readonly reason: string }
  | { readonly kind: "aborted"; readonly reason: string };

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
