import type { FolderThreads } from "../folder/threads/folder_threads.ts";
import type { AfterPolicy, BatchFault, FinishedBatch, GatePolicy, Job } from "../model/batch.ts";
import type { HandedOver, ManifestImage, PlacedOutput } from "../model/delivery.ts";
import type { BatchContent, DecidedContent, KnownPatient, SkippedFile } from "../model/image.ts";
import type { FileDecision } from "../model/review.ts";
import type { Limiter } from "../system/limiter.ts";
import type { ImagePool } from "./image/image_pool.ts";

/**
 * What a job needs from the rest of the process, by subject. Each step declares which of these it
 * needs. They are not composed from the steps, because several steps need the same functions.
 */
export interface JobPorts {
  readonly source: SourcePorts;
  readonly admission: AdmissionPorts;
  readonly images: ImagePorts;
  readonly catalogue: CataloguePorts;
  readonly output: OutputPorts;
  readonly delivery: HandOverPorts;
  readonly review: ReviewPorts;
  readonly row: RowPorts;
}

/** The folder of the Batch. */
export interface SourcePorts {
  readonly folders: Pick<FolderThreads, "ask" | "list">;
  readonly settleMs: number;
  readonly after: AfterPolicy;
}

/** Disk space for a job. */
export interface AdmissionPorts {
  /**
   * Reserves disk space for the job, or returns for how many seconds the Batch has waited for it.
   */
  readonly admit: (
    job: Job,
    size: { readonly bytes: number; readonly files: number },
  ) => Promise<"admitted" | number>;
  /** Releases a Batch that waits for disk space. */
  readonly defer: (job: Job, delaySeconds: number) => Promise<boolean>;
}

/** How the files of a Batch become images. */
export interface ImagePorts {
  /** The image threads; suspect files are processed in a thread of their own. */
  readonly pool: Pick<ImagePool, "run" | "capacity">;
  readonly spoolDirectory: string;
  /** The fingerprint of the key that the Batch is processed with. Throws IntakeError KEY_FILE. */
  readonly keyOf: (job: Job) => string;
  readonly gate: GatePolicy;
  /** Gives harmless files that are not images the code IGNORED. */
  readonly ignore: (file: SkippedFile) => SkippedFile;
  /** The site's recipe has header rules, which may change dates. */
  readonly hasHeaderRules: boolean;
}

/** The rows of the images. */
export interface CataloguePorts {
  /** The patients of studies with images of other Batches, by StudyInstanceUID of the output. */
  readonly knownPatients: (
    job: Job,
    studies: readonly string[],
  ) => Promise<ReadonlyMap<string, KnownPatient>>;
  /** Stores the rows; returns the numbers of the files that are duplicates. */
  readonly store: (job: Job, content: BatchContent) => Promise<ReadonlySet<number>>;
  /** The number of images that the Batch has in the catalogue. */
  readonly countStored: (job: Pick<Job, "id">) => Promise<number>;
  /** Whether the catalogue has these images with the same content. */
  readonly areStored: (
    job: Pick<Job, "id">,
    images: readonly ManifestImage[],
  ) => Promise<boolean>;
  /** Whether every file of the Batch became an image or is IGNORED. */
  readonly isComplete: (job: Job) => Promise<boolean>;
}

/** Where the output is placed. */
export interface OutputPorts {
  readonly base: string;
  /** Bounds the number of directories that all jobs have open. */
  readonly openFiles: Limiter;
}

/** The targets of the settings. */
export interface HandOverPorts {
  /** Their names: URLs without credentials. */
  readonly targets: readonly string[];
  /**
   * Makes a delivery for each target that lacks the output. If there are any, the Batch becomes
   * DELIVERING, and the job ends. Throws IntakeError LEASE_LOST.
   */
  readonly handOver: (
    job: Job,
    output: PlacedOutput,
  ) => Promise<HandedOver>;
}

/** The decisions of persons about images of the Batch. */
export interface ReviewPorts {
  /** The directory of originals that wait. */
  readonly quarantine: string;
  /**
   * Begins to carry out decisions, which can no longer be undone; returns them, and those that
   * earlier jobs have carried out. Throws IntakeError LEASE_LOST.
   */
  readonly start: (job: Job) => Promise<readonly FileDecision[]>;
  /** The originals (SHA-256) that wait, or whose decisions are not carried out. */
  readonly open: (job: Pick<Job, "id">) => Promise<ReadonlySet<string>>;
  /** The patients that the catalogue has for studies, by StudyInstanceUID of the output. */
  readonly knownPatients: (
    studies: readonly string[],
  ) => Promise<ReadonlyMap<string, KnownPatient>>;
  /** Stores the rows of decided files; returns the numbers of the files that are duplicates. */
  readonly store: (job: Job, content: DecidedContent) => Promise<ReadonlySet<number>>;
  /**
   * Records that the output with the released images is placed: the job continues with the
   * delivery. With `hasNewImages`, every target receives them. Throws IntakeError LEASE_LOST.
   */
  readonly carriedOut: (job: Job, hasNewImages: boolean) => Promise<void>;
  /** Draws the thumbnail of an original, a PNG; undefined if it cannot be read. */
  readonly drawThumbnail: (original: string) => Promise<Uint8Array | undefined>;
}

/** The row of the Batch: every function throws or returns false if a newer claim exists. */
export interface RowPorts {
  /** Renews the lease. Throws IntakeError LEASE_LOST. */
  readonly renew: (job: Job) => Promise<void>;
  /** Records that the job continues with the disposal after a crash. Throws LEASE_LOST. */
  readonly beginDisposal: (job: Job) => Promise<void>;
  /** Throws IntakeError LEASE_LOST. */
  readonly finish: (
    job: Job,
    seconds: Record<string, number>,
    isSourceGone: boolean,
  ) => Promise<FinishedBatch>;
  readonly fail: (job: Job, fault: BatchFault) => Promise<boolean>;
  readonly release: (job: Job, delaySeconds: number) => Promise<boolean>;
  /** Records the files that a thread was processing when it ended. */
  readonly suspect: (job: Job, files: readonly number[]) => Promise<void>;
  /**
   * Called when another worker has claimed the Batch: this process did not crash, so that its claim
   * does not count as an attempt.
   */
  readonly uncountClaim: (job: Job) => Promise<void>;
}
