import type {
  DeliveryObject,
  ManifestLine,
  ObjectVersion,
  Receipt,
  RefusedImage,
  StoredContent,
} from "../model/delivery.ts";

/** The delivery of one placed Batch to one target. */
export interface Delivery {
  /** The output folder, named after the Batch's code. */
  readonly folder: string;
  /** The claim number: no two claims write to the same path. */
  readonly claim: number;
  /** An earlier attempt was interrupted: the target may have images that it has not confirmed. */
  readonly resumed: boolean;
  readonly signal: AbortSignal;
  /** Throws when the lease was lost: called before every step that cannot be undone. */
  readonly confirmLease: () => Promise<void>;
  /** Repeats a request until it succeeds, is refused, or the retry budget is used up. */
  readonly withRetry: <T>(request: () => Promise<T>) => Promise<T>;
  /**
   * Whether an existing object of this name and content at the target may be replaced: either this
   * program stored it, or a user asked to replace it. Without this function nothing is replaced.
   */
  readonly mayReplace?: (object: string, sha256: string) => Promise<boolean>;
  /** The names of those objects that the target has confirmed with this content. */
  readonly confirmed: (objects: readonly ObjectVersion[]) => Promise<ReadonlySet<string>>;
}

/** A target that Batches are sent to, in addition to the output folder. */
export interface Destination {
  /** Its URL without credentials. */
  readonly name: string;
  /**
   * Sends a Batch, except for images that the target has confirmed before, and yields each
   * confirmation when it arrives. Idempotent. Throws DeliveryError, or the signal's reason.
   */
  deliver(delivery: Delivery): AsyncGenerator<readonly Receipt[]>;
  /**
   * Tests the target without a Batch, and says what works. What it writes is deleted again. Throws
   * DeliveryError.
   */
  check?(signal: AbortSignal): Promise<readonly string[]>;
  /**
   * Compares the target's copy of an image with the output; undefined if it cannot be compared.
   * Targets that cannot be queried lack this method. Throws DeliveryError.
   */
  compare?(
    folder: string,
    image: ManifestLine,
    signal: AbortSignal,
  ): Promise<StoredContent | undefined>;
  /**
   * Compares the target's copy of the manifest with the output. Only targets that store manifests
   * have this method; a Batch is complete there once its manifest exists. Throws DeliveryError.
   */
  compareManifest?(
    folder: string,
    manifest: DeliveryObject,
    signal: AbortSignal,
  ): Promise<StoredContent>;
}

/** A target did not accept an image; `reason` explains why, in one line. */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";

  constructor(
    /** Retrying is useless: the target refuses the same image again. */
    readonly isFinal: boolean,
    readonly reason: string,
    readonly retryAfterMs: number = 0,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

/** A target refused images for good; all others were sent. */
export class RefusedImagesError extends DeliveryError {
  constructor(reason: string, readonly images: readonly RefusedImage[]) {
    super(true, reason);
  }
}

/** Nothing can be sent to a target until it is reachable, or accepts the credentials. */
export class TargetDownError extends DeliveryError {
  constructor(
    readonly attemptCode: "TARGET_DOWN" | "TARGET_DENIED",
    reason: string,
    options?: ErrorOptions,
  ) {
    super(false, reason, 0, options);
  }
}

/** A target has different content under an image's name, and replacing it was not requested. */
export class ConflictError extends DeliveryError {
  constructor(
    reason =
      "it has different content under this name; the command reconcile lists and replaces it",
  ) {
    super(true, reason);
  }
}
