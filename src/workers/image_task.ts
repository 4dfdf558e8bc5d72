import type { ImageRow, SkippedFile } from "../database/image_row.ts";
import type { DeidentifyOptions } from "../deidentify/options.ts";
import type { FolderEntry } from "../folder/list_files.ts";

/** What a worker needs to know once, when it starts. */
export interface WorkerSetup {
  readonly key: Uint8Array;
  readonly options: DeidentifyOptions;
}

/** One chunk of a Batch's files, to be read, de-identified and written below `output`. */
export interface ImageTask {
  /** Absolute path of the Batch's folder. */
  readonly folder: string;
  /** Absolute path of the Batch's output while it is being written. */
  readonly output: string;
  /** The Batch's pseudonymous code. */
  readonly code: string;
  readonly files: readonly FolderEntry[];
}

/** What became of one file. */
export type ImageOutcome =
  | { readonly kind: "image"; readonly row: ImageRow }
  | { readonly kind: "skipped"; readonly skipped: SkippedFile };

/** What a worker answers: the outcome of every file, or why the Batch as a whole cannot go on. */
export type WorkerAnswer =
  | { readonly id: number; readonly outcomes: readonly ImageOutcome[] }
  | { readonly id: number; readonly fault: { code: "OUTPUT_UNWRITABLE"; message: string } };

export interface WorkerRequest {
  readonly id: number;
  readonly task: ImageTask;
}
