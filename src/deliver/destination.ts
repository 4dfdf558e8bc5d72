import type {
  DeliveryObject,
  Holding,
  ManifestLine,
  ObjectVersion,
  Receipt,
} from "../model/delivery.ts";

/** A Batch whose output is in place, on its way to a target. */
export interface Consignment {
  /** Its output folder, named by the Batch's code. */
  readonly folder: string;
  /** The number of its claim: no two claims write to one place. */
  readonly claim: number;
  /** It was on its way before: the target may have more than it is known to have confirmed. */
  readonly resumed: boolean;
  readonly signal: AbortSignal;
  /** Throws when the job must not go on: asked before every step that cannot be undone. */
  readonly confirmLease: () => Promise<void>;
  /** Tries until it succeeds, is refused, or the patience with the target has run out. */
  readonly patiently: <T>(request: () => Promise<T>) => Promise<T>;
  /**
   * Whether an object of this name and content at the target may be replaced: one that this program
   * has put there, or that somebody asked to replace. Nothing may where this is left out.
   */
  readonly mayReplace?: (object: string, sha256: string) => Promise<boolean>;
  /** The names of those objects that the target has confirmed with this content. */
  readonly confirmed: (objects: readonly ObjectVersion[]) => Promise<ReadonlySet<string>>;
}

/** Where Batches are sent, beside the output folder. */
export interface Destination {
  /** Its URL; never with credentials. */
  readonly name: string;
  /**
   * Sends a Batch, but for what the target has confirmed before; yields what it confirms, as it
   * does. Done again it leaves the same objects. Throws DeliveryError, or the signal's reason.
   */
  deliver(consignment: Consignment): AsyncGenerator<readonly Receipt[]>;
  /**
   * What the target really has of an image of an output folder; undefined where it cannot be
   * compared. Left out by targets that cannot be asked. Throws DeliveryError.
   */
  holds?(folder: string, image: ManifestLine, signal: AbortSignal): Promise<Holding | undefined>;
  /**
   * What the target has as the manifest of an output folder. Only targets where the manifest tells
   * that a Batch is complete implement it. Throws DeliveryError.
   */
  holdsManifest?(folder: string, manifest: DeliveryObject, signal: AbortSignal): Promise<Holding>;
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
