import type { RefusalCode } from "./errors.ts";

/** A line of a manifest: one image of an output folder. All UIDs are those of the output. */
export interface ManifestLine {
  /** Path below the output folder. */
  readonly path: string;
  readonly StudyInstanceUID: string;
  readonly SeriesInstanceUID: string;
  readonly SOPInstanceUID: string;
  readonly bytes: number;
  readonly sha256: string;
  /**
   * Attributes that rules of the site kept and the profile would remove; absent if there are none.
   */
  readonly keptByRecipe?: readonly string[];
}

/** What a receipt is for; migration 0016 has the same list as a check constraint. */
export const objectKinds = ["image", "manifest", "archive"] as const;

export type ObjectKind = typeof objectKinds[number];

/** An object of a Batch's output, as a target stores it. */
export interface DeliveryObject {
  readonly kind: ObjectKind;
  /**
   * The SOPInstanceUID of an image, the name of an archive, or the name of a manifest
   * (`<archive>/manifest.jsonl` if it is packed). Unique per Batch and target.
   */
  readonly object: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What identifies an object and its content. */
export type ObjectVersion = Pick<DeliveryObject, "object" | "sha256">;

/** What a target has under the name of an object: this content, other content, or nothing. */
export type StoredContent = "same" | "other" | "missing";

/**
 * The states of a receipt; the schema has the same list. `confirmed`: sent, and confirmed by the
 * target. `replace`: other content that is replaced when the object is sent again. `refused`: the
 * target refused the image for good.
 */
export const receiptStates = [
  "confirmed",
  "same",
  "other",
  "missing",
  "replace",
  "refused",
] as const;

export type ReceiptState = typeof receiptStates[number];

/** A target's answer about an object that was sent to it. */
export interface Receipt extends DeliveryObject {
  /** A remark for people, such as a warning of the target. */
  readonly note: string | null;
  /**
   * `same`: the target had the object before; `other`: it has other content and was not changed.
   * Absent if the object was sent and confirmed.
   */
  readonly state?: "same" | "other";
}

/** An image that a target refused for good. */
export interface RefusedImage {
  readonly image: Pick<ManifestLine, "SOPInstanceUID" | "bytes" | "sha256">;
  readonly code: RefusalCode;
  readonly reason: string;
}

/** A refused image, as pages and commands show it. */
export interface RefusedLine {
  readonly target: string;
  /** Its new SOPInstanceUID. */
  readonly image: string;
  readonly code: string;
  readonly reason: string | null;
}

/** An image that was delivered, as a target should have it. */
export interface DeliveredImage extends Omit<ManifestLine, "keptByRecipe"> {
  readonly id: number;
  readonly batchId: number;
  /** The code of its Batch. */
  readonly batch: string;
}

/** What was found at a target in place of an object. */
export interface Sighting extends DeliveryObject {
  readonly batchId: number;
  readonly state: Exclude<ReceiptState, "confirmed" | "refused">;
}

/** An image as its manifest describes it. */
export interface ManifestImage {
  readonly SOPInstanceUID: string;
  readonly sha256: string;
}

/** An output that is handed over. */
export interface PlacedOutput {
  /** This job made it: every target receives it, even if it had an earlier one. */
  readonly isNew: boolean;
  /** Device and inode of the inbox when the folder was read, if this job has read it. */
  readonly inbox?: string | undefined;
  /** The duration of each stage in seconds. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** The deliveries of a Batch after it was handed over. */
export interface HandedOver {
  /** The number of targets that have not confirmed the Batch; 0: its job continues. */
  readonly outstanding: number;
  /** Targets that refused images for good. */
  readonly refused: readonly { readonly target: string; readonly reason: string }[];
}

/** Numbers of objects of a target by the result of their comparison with the catalogue. */
export interface ComparedCounts {
  readonly same: number;
  readonly missing: number;
  readonly other: number;
  /** Objects that the target does not let this program compare. */
  readonly unknown: number;
}
