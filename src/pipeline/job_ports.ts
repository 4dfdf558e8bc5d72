import type { Destination } from "../deliver/destination.ts";
import type { FolderThreads } from "../folder/threads/folder_threads.ts";
import type { AfterPolicy, BatchFault, FinishedBatch, GatePolicy, Job } from "../model/batch.ts";
import type { ManifestImage, ObjectVersion, Receipt } from "../model/delivery.ts";
import type { BatchContent, KnownPatient } from "../model/image.ts";
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
  readonly delivery: DeliveryPorts;
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
  readonly countStored: (job: Job) => Promise<number>;
  /** Whether the catalogue has these images with the same content. */
  readonly areStored: (job: Job, images: readonly ManifestImage[]) => Promise<boolean>;
  /** Whether every file of the Batch became an image. */
  readonly isComplete: (job: Job) => Promise<boolean>;
}

/** Where the output is placed. */
export interface OutputPorts {
  readonly base: string;
  /** Bounds the number of directories that all jobs have open. */
  readonly openFiles: Limiter;
}

/** The targets, and what they have confirmed. */
export interface DeliveryPorts {
  readonly destinations: readonly Destination[];
  readonly retryBudgetMs: number;
  /** The names of those objects that the target has confirmed with this content. */
  readonly confirmed: (
    job: Job,
    target: string,
    objects: readonly ObjectVersion[],
  ) => Promise<ReadonlySet<string>>;
  /** Whether an object of this name and content at the target may be replaced. */
  readonly mayReplace: (target: string, object: string, sha256: string) => Promise<boolean>;
  /** Stores receipts of a target. */
  readonly note: (job: Job, target: string, receipts: readonly Receipt[]) => Promise<void>;
}

/** The row of the Batch: every function throws or returns false if a newer claim exists. */
export interface RowPorts {
  /** Renews the lease. Throws IntakeError LEASE_LOST. */
  readonly renew: (job: Job) => Promise<void>;
  /** Records that the job continues at this stage after a crash. Throws IntakeError LEASE_LOST. */
  readonly beginStage: (job: Job, stage: "deliver" | "dispose") => Promise<void>;
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
