/**
 * The closed set of what can go wrong in this program. Every code has a row in
 * `docs/troubleshooting.md`; a test holds the two together.
 *
 * A fault is about the program's surroundings or a whole Batch; a file that is
 * left out of its Batch is not an error but a value, see {@link SkipCode}.
 */
export const faults = {
  USAGE: { exitCode: 2, retryable: false },
  SETTINGS: { exitCode: 2, retryable: false },
  INBOX_MISSING: { exitCode: 3, retryable: true },
  OUTPUT_UNWRITABLE: { exitCode: 3, retryable: true },
  DATABASE_UNREACHABLE: { exitCode: 3, retryable: true },
  DATABASE_NEWER: { exitCode: 3, retryable: false },
  PRIVATE_SERVER: { exitCode: 3, retryable: true },
  STATE_DIR: { exitCode: 3, retryable: false },
  KEY_FILE: { exitCode: 2, retryable: false },
  FOLDER_GONE: { exitCode: 1, retryable: true },
  FOLDER_UNREADABLE: { exitCode: 1, retryable: true },
  POISON: { exitCode: 1, retryable: false },
  LEASE_LOST: { exitCode: 1, retryable: true },
  STOPPED: { exitCode: 1, retryable: true },
  WORKER_DIED: { exitCode: 1, retryable: true },
  INTERNAL: { exitCode: 1, retryable: true },
} as const;

export type FaultCode = keyof typeof faults;

/** Why one file was left out of its Batch; stored in `skipped_file.code`. */
export const skipCodes = [
  "NOT_DICOM",
  "DICOMDIR",
  "EMPTY_FILE",
  "NOT_A_FILE",
  "UNREADABLE",
  "TRUNCATED",
  "MALFORMED",
  "TOO_COMPLEX",
  "NO_SOP_INSTANCE",
  "DUPLICATE_INSTANCE",
  "FAILED",
] as const;

export type SkipCode = typeof skipCodes[number];

/**
 * An expected failure: one sentence saying what went wrong and where, and a
 * hint saying what to do. Neither ever carries a value read from a DICOM file.
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

  get retryable(): boolean {
    return faults[this.code].retryable;
  }
}

/** A file that cannot become an Image; `reason` never carries a value read from the file. */
export class SkippedFileError extends Error {
  override readonly name = "SkippedFileError";

  constructor(readonly code: SkipCode, readonly reason: string, options?: ErrorOptions) {
    super(`${code}: ${reason}`, options);
  }
}
