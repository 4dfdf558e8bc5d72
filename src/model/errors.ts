/**
 * The closed set of error codes. Every code has a row in `docs/troubleshooting.md`; a test compares
 * the two.
 *
 * A fault concerns the program, its environment or a whole Batch. A file that is skipped is not an
 * error but a value, see {@link SkipCode}.
 */
export const faults = {
  USAGE: { exitCode: 2 },
  SETTINGS: { exitCode: 2 },
  RECIPE: { exitCode: 2 },
  INBOX_MISSING: { exitCode: 3 },
  OUTPUT_UNWRITABLE: { exitCode: 3 },
  STDOUT_UNWRITABLE: { exitCode: 3 },
  SOURCE_AWAY: { exitCode: 3 },
  OUT_OF_RESOURCES: { exitCode: 3 },
  DATABASE_UNREACHABLE: { exitCode: 3 },
  DATABASE_NEWER: { exitCode: 3 },
  DATABASE_ENCODING: { exitCode: 3 },
  PRIVATE_SERVER: { exitCode: 3 },
  STATE_DIR: { exitCode: 3 },
  KEY_FILE: { exitCode: 2 },
  PROJECT_DIFFERS: { exitCode: 2 },
  NOT_GRANTED: { exitCode: 3 },
  LISTEN: { exitCode: 3 },
  NOT_AN_IMAGE: { exitCode: 1 },
  FOLDER_GONE: { exitCode: 1 },
  IMAGES_GONE: { exitCode: 1 },
  NAME_TAKEN: { exitCode: 1 },
  INCOMPLETE: { exitCode: 1 },
  FOLDER_UNREADABLE: { exitCode: 1 },
  TOO_LARGE: { exitCode: 1 },
  ROW_REFUSED: { exitCode: 1 },
  POISON: { exitCode: 1 },
  LEASE_LOST: { exitCode: 1 },
  STUDY_SHARED: { exitCode: 1 },
  STOPPED: { exitCode: 1 },
  MANIFEST_DAMAGED: { exitCode: 1 },
  DELIVERY_FAILED: { exitCode: 1 },
  GATE: { exitCode: 1 },
  WORKER_DIED: { exitCode: 1 },
  THREAD_STALLED: { exitCode: 1 },
  THREAD_BUSY: { exitCode: 1 },
  INTERNAL: { exitCode: 1 },
} as const;

export type FaultCode = keyof typeof faults;

/** The reasons why a file is skipped; stored in `skipped_file.code`. */
export const skipCodes = [
  "NOT_DICOM",
  "DICOMDIR",
  "IGNORED",
  "EMPTY_FILE",
  "NOT_A_FILE",
  "UNREADABLE",
  "TRUNCATED",
  "NO_PIXEL_DATA",
  "MALFORMED",
  "TRANSFER_SYNTAX",
  "DAMAGED",
  "TOO_COMPLEX",
  "CRASHED",
  "NO_SOP_INSTANCE",
  "DUPLICATE_INSTANCE",
  "HELD_BACK",
  "REJECTED",
  "OVERLAY_IN_PIXELS",
  "GATE",
  "FAILED",
] as const;

export type SkipCode = typeof skipCodes[number];

/** The reasons why a target refused an image for good; stored in `receipt.code`. */
export const refusalCodes = [
  "REFUSED_BY_TARGET",
  "CONTENT_DIFFERS",
  "OUTPUT_DAMAGED",
  "ABOVE_STORE_LIMIT",
  "STORE_ABORTED",
] as const;

export type RefusalCode = typeof refusalCodes[number];

/**
 * An expected failure. The message says what happened and where, the hint what to do. Neither
 * contains a value read from a DICOM file.
 */
export class IntakeError extends Error {
  override readonly name = "IntakeError";

  constructor(
    readonly code: FaultCode,
    message: string,
    readonly hint: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get exitCode(): number {
    return faults[this.code].exitCode;
  }
}

/** A file that is skipped; `reason` never contains a value read from the file. */
export class SkippedFileError extends Error {
  override readonly name = "SkippedFileError";

  constructor(readonly code: SkipCode, readonly reason: string, options?: ErrorOptions) {
    super(`${code}: ${reason}`, options);
  }
}
