import { SkippedFileError } from "../../model/errors.ts";

/** Cleans compressed frames, fragment by fragment, in place. Throws SkippedFileError. */
export interface FrameCleaner {
  /** Called before each fragment, with its length. */
  beginFragment(length: number): void;
  /** Bytes of the fragment, in order. */
  clean(bytes: Uint8Array, from: number, to: number): void;
}

/** Overwrites what no decoder needs in the compressed stream of a frame, which comes in parts. */
export interface StreamCleaner {
  /** Whether the stream is complete: what follows in its fragment is cleared. */
  readonly isEnded: boolean;
  /** Throws SkippedFileError. */
  clean(bytes: Uint8Array, from: number, to: number): void;
}

/** The error for compressed pixel data that cannot be cleaned. */
export function damagedStream(how: string): SkippedFileError {
  return new SkippedFileError("DAMAGED", `its compressed pixel data ${how}`);
}
