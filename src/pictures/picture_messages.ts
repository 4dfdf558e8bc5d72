import type { PictureRequest, PictureResult } from "../model/review_picture.ts";
import type { FrameResult } from "../model/viewer_frame.ts";
import type { CodecPaths } from "../pixels/codecs/codec_libraries.ts";

/** The first message to a thread. */
export interface ThreadSetup {
  readonly codecs: CodecPaths;
}

/** A picture that a thread renders, or a frame whose values it reads. */
export interface ThreadTask {
  /** The path of the image. */
  readonly path: string;
  readonly request: PictureRequest | FrameRequest;
}

/** A frame whose values are read. */
export interface FrameRequest {
  /** Counted from 0. */
  readonly frame: number;
}

export type ThreadAnswer = PictureResult | FrameResult;
