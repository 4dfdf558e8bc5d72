/** A rectangle of a picture, in pixels of the original; it covers all frames. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What a person decides about images that wait. `release`: the image is delivered as it is;
 * `redact`: it is delivered with the boxes made black; `reject`: it is never delivered. The image
 * is de-identified and checked by the gate in any case. A decision takes the place of the rules and
 * of the search for text.
 */
export const reviewActions = ["release", "redact", "reject"] as const;

export type ReviewAction = typeof reviewActions[number];

/**
 * The images that a decision is about: those that are named, all of their series, or all of the
 * same device and layout, in any Batch.
 */
export const reviewScopes = ["image", "series", "alike"] as const;

export type ReviewScope = typeof reviewScopes[number];

/**
 * The states of an image that a person decides about; migration 0024 has the same list.
 *
 * | from      | to       | by                                                                 |
 * | --------- | -------- | ------------------------------------------------------------------ |
 * | (no row)  | waiting  | `storeBatch`: screening held the image back                        |
 * | waiting   | proposed | `decide`, if a second reviewer must confirm the decision           |
 * | waiting   | decided  | `decide`                                                           |
 * | proposed  | decided  | `confirmDecision`, by another reviewer                             |
 * | proposed, | waiting  | `undo`                                                             |
 * | decided   |          |                                                                    |
 * | decided   | started  | `claimBatches`: a job carries the decision out, no undo any more   |
 * | started   | done     | `carriedOut`: the output is placed, or the image was rejected      |
 * | started   | waiting  | `carriedOut`: it was not possible, for the reason that is recorded |
 */
export const reviewStates = ["waiting", "proposed", "decided", "started", "done"] as const;

export type ReviewState = typeof reviewStates[number];

/** A decision about an image, as lists show it. */
export interface Decision {
  readonly id: number;
  readonly action: ReviewAction;
  readonly scope: ReviewScope;
  readonly boxes: readonly Box[];
  /** The number of images that it was about when it was made. */
  readonly images: number;
  readonly reason: string;
  /** The name of the reviewer's account, and the time in UTC (ISO 8601). */
  readonly by: string;
  readonly at: string;
  /** `proposed`: a second reviewer must confirm it. `decided`: it can be undone. */
  readonly state: Exclude<ReviewState, "waiting">;
}

/** An image that waits for a person. Nothing of it is a value that was read from the file. */
export interface WaitingImage {
  /** The code of its Batch. */
  readonly batch: string;
  /** The number of the file in its Batch. */
  readonly number: number;
  /** Of the original, in hexadecimal: what a reviewer is shown, and decides about. */
  readonly sha256: string;
  /** A defined term of DICOM, or an empty text. */
  readonly modality: string;
  /** The manufacturer if it is a known one, and a pseudonym of the model: `GE, device 4F2A91C0`. */
  readonly device: string;
  /** `480 x 640`: rows and columns. */
  readonly layout: string;
  /** Why it waits, in DICOM terms. */
  readonly reason: string;
  /** The text that was found, and what a rule would redact; pixels of the original. */
  readonly boxes: readonly Box[];
  readonly frames: number;
  readonly rows: number;
  readonly columns: number;
  /** The SeriesInstanceUID of the output. */
  readonly series: string;
  /** Since when it waits, in UTC (ISO 8601). */
  readonly since: string;
  /** The number of waiting images of the same device and layout, with this one. */
  readonly alike: number;
  readonly decision?: Decision;
}

/** The file of an image that waits. */
export type WaitingFile = Pick<WaitingImage, "batch" | "number">;

/** An image as it was shown: a decision about it is not about other bytes of this number. */
export type ShownImage = Pick<WaitingImage, "batch" | "number" | "sha256">;

/** What a reviewer asks for. */
export interface ReviewRequest {
  readonly images: readonly ShownImage[];
  readonly scope: ReviewScope;
  readonly action: ReviewAction;
  /** Empty unless the action is `redact`. */
  readonly boxes: readonly Box[];
  readonly reason: string;
  /** The name of the reviewer's account. */
  readonly by: string;
  /** The network address of the reviewer. */
  readonly from: string;
  /** The fingerprint that was shown; if it would be about other images, nothing is decided. */
  readonly expected?: string;
}

/** What a decision would do, or did. */
export interface ReviewEffect {
  /** The number of images: those that wait, without a decision that is not undone. */
  readonly images: number;
  readonly batches: number;
  /** Of the originals of these images, in hexadecimal. */
  readonly fingerprint: string;
}

/** What a thread finds out about an image that is to wait; no value of it is from the file. */
export interface FoundWaiting extends
  Pick<
    WaitingImage,
    "modality" | "device" | "layout" | "boxes" | "frames" | "rows" | "columns" | "series"
  > {
  /** The size of the original. */
  readonly bytes: number;
}

/** A file about which a person decides, or has decided. */
export interface ReviewedFile {
  /** Of the original, in hexadecimal. */
  readonly sha256: string;
  /**
   * Of a skipped file: present if the image is to wait for a decision, or again because a decision
   * was not possible. Of an image: what it would wait with, if the gate of its Batch held it back.
   */
  readonly waiting?: FoundWaiting;
}

/** A decision as a job carries it out: about every file of the Batch with these bytes. */
export interface FileDecision {
  readonly fileNumber: number;
  readonly sha256: string;
  readonly action: ReviewAction;
  readonly boxes: readonly Box[];
  /** The size of the original. */
  readonly bytes: number;
  /** The decision is to be carried out; otherwise an earlier job has carried it out. */
  readonly isNew: boolean;
}
