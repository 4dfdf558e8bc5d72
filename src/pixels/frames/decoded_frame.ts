import type { FrameShape } from "./frame_shape.ts";

/** One frame of an image. */
export interface DecodedFrame {
  /** Rows, columns, samples per pixel, bits and photometric interpretation of the samples. */
  readonly shape: FrameShape;
  /** As {@link FrameShape} describes; overwritten when the next frame is read. */
  readonly samples: Uint8Array;
  /** The compressed stream that was decoded; undefined in native pixel data. */
  readonly stream: Uint8Array | undefined;
}

/** Decodes a compressed frame. Throws UnreadableFrame, or any error of a library. */
export type DecodeFrame = (stream: Uint8Array, shape: FrameShape) => Uint8Array;

/** A frame that cannot be read; the message is the reason and contains nothing of the file. */
export class UnreadableFrame extends Error {
  override readonly name = "UnreadableFrame";
}
