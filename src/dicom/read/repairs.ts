/**
 * Errors of a source that are corrected in its output. Each Batch counts its repaired images by
 * these codes; `docs/troubleshooting.md` explains them.
 */
export const repairs = [
  /** File meta information in implicit VR (PS3.10 7.1 requires explicit VR). */
  "FILE_META",
  /** No transfer syntax is declared, or one that differs from the real one. */
  "TRANSFER_SYNTAX",
  /** Two bytes that are not a VR of PS3.5 6.2. */
  "INVALID_VR",
  /** An attribute that should be a sequence but has other content; it was removed. */
  "NOT_A_SEQUENCE",
  /** An item, a sequence or compressed pixel data without its delimiter (PS3.5 7.5, A.4). */
  "MISSING_DELIMITER",
  /** An item delimiter in place of a sequence delimiter, or the reverse. */
  "WRONG_DELIMITER",
  /** A value of odd length (PS3.5 7.1.1); it was padded. */
  "ODD_LENGTH",
] as const;

export type Repair = typeof repairs[number];
