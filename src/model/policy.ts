/** What happens to the source folder of a Batch after all of it was delivered. */
export type AfterPolicy = "keep" | "archive" | "delete";

/** What a finding of the gate holds back: the image, its whole Batch, or nothing. */
export type GatePolicy = "image" | "batch" | "warn";
