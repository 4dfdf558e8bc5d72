import type { ImageOutcome } from "../model/image.ts";
import type { Option } from "../deidentify/options.ts";
import type { ResolvedPatient } from "../deidentify/subject.ts";
import type { SharedWords } from "../deidentify/text/own_words.ts";
import type { IntakeError } from "../errors.ts";
import type { FolderEntry } from "../folder/list_files.ts";
import type { GatePolicy } from "../model/policy.ts";

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

/** What all chunks of a Batch have in common. */
export interface BatchTask {
  /** Absolute path of the Batch's folder. */
  readonly folder: string;
  /** Absolute path of the folder that the output is written to until it is complete. */
  readonly staged: string;
  /** The Batch's pseudonymous code. */
  readonly code: string;
  /** The fingerprint of the Batch's key; absent for the current key. */
  readonly key?: string;
}

/** One chunk of a Batch's files. */
export interface ImageTask extends BatchTask {
  readonly files: readonly FolderEntry[];
  /** Patients that other images of the same study identify more completely than these images. */
  readonly patients?: readonly ResolvedPatient[];
  /** Words of the studies that their other images must not release, by StudyInstanceUID. */
  readonly studyWords?: Readonly<Record<string, SharedWords>>;
}

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
