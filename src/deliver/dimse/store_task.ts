import dicomParser from "dicom-parser";
import type { ManifestLine } from "../../model/delivery.ts";
import type { RefusalCode } from "../../model/errors.ts";
import type { Sent } from "../receipts.ts";
import type { AttemptFault } from "../request.ts";

/** An image to store: its line of the manifest, its file, and the file's meta information. */
export interface StoredImage extends Part10Head {
  readonly line: ManifestLine;
  readonly file: string;
}

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
  | { readonly kind: "refused"; readonly code: RefusalCode; readonly reason: string }
  | { readonly kind: "again"; readonly reason: string }
  | { readonly kind: "aborted"; readonly reason: string };

/** The task of a thread: sending images in one association; without images, a C-ECHO. */
export interface StoreTask {
  readonly node: DicomNode;
  readonly images: readonly StoredImage[];
  readonly answerMs: number;
}

/** A message from a thread to the main thread. */
export type StoreMessage =
  | { readonly kind: "progress" }
  | { readonly kind: "done"; readonly answers: readonly (StoreAnswer | undefined)[] }
  | { readonly kind: "failed"; readonly failure: AttemptFault };

const maxHeadSize = 1 << 16;
/** Bytes before the elements that (0002,0000) counts: preamble, `DICM` and (0002,0000) itself. */
const countedFrom = 128 + 4 + 12;

/** File meta information of an output file, and the offset of its data set (PS3.10 7.1). */
export interface Part10Head {
  /** Empty if the file has none. */
  readonly sopClassUID: string;
  readonly transferSyntaxUID: string;
  readonly dataSetStart: number;
}

/** Reads the file meta information of a file that this program has written. */
export function readPart10Head(path: string): Part10Head {
  using file = Deno.openSync(path, { read: true });
  const bytes = new Uint8Array(maxHeadSize);
  const size = file.readSync(bytes) ?? 0;
  const head = dicomParser.readPart10Header(bytes.subarray(0, size));
  return {
    sopClassUID: head.string("x00020002") ?? "",
    transferSyntaxUID: head.string("x00020010") ?? "",
    dataSetStart: countedFrom + (head.uint32("x00020000") ?? 0),
  };
}
