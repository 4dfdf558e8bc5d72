/**
 * What was wrong with a source and is right in its output. Images are counted by it on their Batch;
 * `docs/troubleshooting.md` explains each.
 */
export const repairs = [
  /** File meta in implicit VR (PS3.10 7.1 wants explicit). */
  "FILE_META",
  /** None is declared, or not the one that the data set is in. */
  "TRANSFER_SYNTAX",
  /** Two bytes that are no VR of PS3.5 6.2. */
  "INVALID_VR",
  /** An attribute that should be a sequence and holds something else; it was removed. */
  "NOT_A_SEQUENCE",
  /** An item, a sequence or compressed pixel data without its delimiter (PS3.5 7.5, A.4). */
  "MISSING_DELIMITER",
  /** The delimiter of an item where that of a sequence belongs, or the other way round. */
  "WRONG_DELIMITER",
  /** A value of odd length (PS3.5 7.1.1); it was padded. */
  "ODD_LENGTH",
] as const;

export type Repair = typeof repairs[number];
