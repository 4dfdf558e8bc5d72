import type { Option } from "../../deidentify/profile/options.ts";
import type { ResolvedPatient } from "../../deidentify/pseudonyms/subject.ts";
import type { SharedWords } from "../../deidentify/text/own_words.ts";
import type { FolderEntry } from "../../folder/list_files.ts";
import type { GatePolicy, ReviewPolicy, SiteText, TextPolicy } from "../../model/batch.ts";
import type { FoundText } from "../../model/found_text.ts";
import type { IntakeError } from "../../model/errors.ts";
import type { ImageOutcome } from "../../model/image.ts";
import type { FileDecision } from "../../model/review.ts";
import type { CodecPaths } from "../../pixels/codecs/codec_libraries.ts";
import type { TextPaths } from "../../pixels/text/text_model.ts";

/** What a worker needs once, when it starts. */
export interface WorkerSetup {
  /** The keys of all pseudonyms, the current one first. */
  readonly keys: readonly Uint8Array[];
  /** The options of the profile that are enabled. */
  readonly options: readonly Option[];
  /** The site's recipe; undefined without one. */
  readonly recipe: SiteText | undefined;
  /** The site's rows of safe private elements; undefined without any. */
  readonly privateRows?: SiteText | undefined;
  /** The words that the site added to the vocabulary of cleaned texts; undefined without any. */
  readonly siteWords?: readonly string[];
  /** The paths of the files of the codecs. */
  readonly codecs: CodecPaths;
  /** Which images are searched for text, and the files of the detector; undefined for none. */
  readonly text: (TextPolicy & { readonly paths: TextPaths }) | undefined;
  /** What a finding of the gate holds back. */
  readonly gate: GatePolicy;
  /** Where originals that rules hold back are copied to; undefined for no copies. */
  readonly quarantine: string | undefined;
  /** Which held images wait for a person; undefined for none. */
  readonly review?: ReviewPolicy | undefined;
  /** How many files may be open at the same time until they are durable. */
  readonly filesAtOnce: number;
  /** The memory of the thread's `ProgressCount`. */
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
  /** Decisions of a review about files of the Batch; absent if there are none. */
  readonly decisions?: readonly FileDecision[];
  /** `folder` is the Batch's quarantine: its files are the copies of originals. */
  readonly isQuarantine?: boolean;
  /** The name of the Batch's folder if `folder` is another one. */
  readonly folderName?: string;
}

/** One chunk of a Batch's files. */
export interface ImageTask extends BatchTask {
  readonly files: readonly FolderEntry[];
  /** Patients that other images of the same study identify more completely than these images. */
  readonly patients?: readonly ResolvedPatient[];
  /** Words of the studies that their other images must not release, by StudyInstanceUID. */
  readonly studyWords?: Readonly<Record<string, SharedWords>>;
  /** The files are only copied to this folder, the Batch's quarantine. */
  readonly copyTo?: string;
  /** What the same job has found in the pixels of files, by their number. */
  readonly foundTexts?: Readonly<Record<number, FoundText>>;
}

export interface WorkerRequest {
  readonly id: number;
  readonly task: ImageTask;
  /**
   * The time at which it was sent behind other chunks (`Date.now`); undefined if there were none.
   */
  readonly sentAt?: number;
  /** The chunk ends before the first image that must be searched for text. */
  readonly leavesSearches: boolean;
}

/**
 * A message of a worker: it started a chunk; or it returns the outcomes of the chunk's files, or
 * only of the first ones if its time slice ended or it leaves searches, and whether there was an
 * image that must be searched for text; or a fault that ends the chunk.
 */
export type WorkerAnswer =
  | { readonly id: number; readonly started: true }
  | {
    readonly id: number;
    readonly outcomes: readonly ImageOutcome[];
    /** Undefined if no file was processed. */
    readonly isSearched?: boolean;
  }
  | { readonly id: number; readonly fault: Pick<IntakeError, "code" | "message" | "hint"> };
