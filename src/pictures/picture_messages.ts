import type { PictureRequest, PictureResult } from "../model/review_picture.ts";
import type { CodecPaths } from "../pixels/codecs/codec_libraries.ts";

/** The first message to a thread. */
export interface ThreadSetup {
  readonly codecs: CodecPaths;
}

/** A picture that a thread renders. */
export interface ThreadTask {
  /** The path of the original. */
  readonly path: string;
  readonly request: PictureRequest;
}

export type ThreadAnswer = PictureResult;
