import type { ManifestLine } from "./manifest.ts";

/** Where Batches are sent, beside the output folder. */
export interface Destination {
  /** Its URL; never with credentials. */
  readonly name: string;
  /**
   * Sends one image of an output folder. Returns when the target has confirmed it, with what it
   * says besides. Throws DeliveryError, or the signal's reason.
   */
  send(folder: string, image: ManifestLine, signal: AbortSignal): Promise<string | undefined>;
  /** Says to the target's readers that a Batch is whole, once all its images are there. */
  finish?(folder: string, signal: AbortSignal): Promise<void>;
}

/** A target did not take an image; `reason` is the target's, in one line. */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";

  constructor(
    /** Nothing will change that: the same image is refused again. */
    readonly isFinal: boolean,
    readonly reason: string,
    readonly retryAfterMs: number = 0,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}
