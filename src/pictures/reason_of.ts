import { SkippedFileError } from "../model/errors.ts";
import { UnreadableFrame } from "../pixels/frames/decoded_frame.ts";

/**
 * Why a picture cannot be read, without data of the file. Throws any other error, such as one of
 * the operating system.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof UnreadableFrame) return error.message;
  if (error instanceof SkippedFileError) return error.reason;
  throw error;
}
