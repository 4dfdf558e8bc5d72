import type { ImageRow, SkippedFile } from "../database/image_row.ts";
import type { Option } from "../deidentify/options.ts";
import type { ResolvedPatient } from "../deidentify/subject.ts";
import type { SharedWords } from "../deidentify/text/own_words.ts";
import type { IntakeError } from "../errors.ts";
import type { FolderEntry } from "../folder/list_files.ts";
import type { GatePolicy } from "../pipeline/gate_image.ts";

/** A recipe as it stands in its file. */
export interface RecipeText {
  readonly file: string;
  readonly text: string;
}

/** What a worker needs to know once, when it starts. */
export interface WorkerSetup {
  /** The keys of all pseudonyms, the current one first. */
  readonly keys: readonly Uint8Array[];
  /** The options of the profile that are on. */
  readonly options: readonly Option[];
  /** The site's recipe, whole; undefined without one. */
  readonly recipe: RecipeText | undefined;
  /** Words that the site added to the vocabulary of cleaned texts; none where it is missing. */
  readonly siteWords?: readonly string[];
  /** What a finding of the gate holds back. */
  readonly gate: GatePolicy;
  /** Where originals go that rules hold back; undefined to copy none. */
  readonly quarantine: string | undefined;
  /** How many files may be open side by side until they are durable. */
  readonly filesAtOnce: number;
  /** Where the thread counts its progress: see `ProgressCount`. */
  readonly progress: SharedArrayBuffer;
}

/** One chunk of a Batch's files. */
export interface ImageTask {
  /** Absolute path of the Batch's folder. */
  readonly folder: string;
  /** Absolute path of the folder its output is written to until it is whole. */
  readonly staged: string;
  /** The Batch's pseudonymous code. */
  readonly code: string;
  readonly files: readonly FolderEntry[];
  /** Patients whom other images of their studies name more fully than these. */
  readonly patients?: readonly ResolvedPatient[];
  /** Words of the studies that their other images must not release, by StudyInstanceUID. */
  readonly studyWords?: Readonly<Record<string, SharedWords>>;
  /** The fingerprint of the Batch's key; the current one's where it is left out. */
  readonly key?: string;
}

/** What became of one file. */
export type ImageOutcome =
  | { readonly kind: "image"; readonly row: ImageRow }
  | { readonly kind: "skipped"; readonly skipped: SkippedFile };

export interface WorkerRequest {
  readonly id: number;
  readonly task: ImageTask;
  /** When it was sent (`Date.now`), behind others; undefined for one that the thread has no other of. */
  readonly sentAt?: number;
}

/**
 * What a worker answers: that it has taken a chunk up; the outcomes of the chunk's files, or of as many of the first as its turn
 * was long enough for; or that it cannot write.
 */
export type WorkerAnswer =
  | { readonly id: number; readonly started: true }
  | { readonly id: number; readonly outcomes: readonly ImageOutcome[] }
  | { readonly id: number; readonly fault: Pick<IntakeError, "code" | "message" | "hint"> };
