import type { Job } from "../model/claim.ts";
import type { BatchFault } from "../database/fail_batch.ts";
import type { FinishedBatch } from "../database/finish_batch.ts";
import type { KnownPatient } from "../database/patients_of_studies.ts";
import type { ManifestImage } from "../database/stored_images.ts";
import type { BatchContent } from "../database/store_batch.ts";
import type { Destination } from "../deliver/destination.ts";
import type { Limiter } from "../limiter.ts";
import type { FolderThreads } from "../workers/folder_threads.ts";
import type { ImagePool } from "../workers/image_pool.ts";
import type { AfterPolicy, GatePolicy } from "../model/policy.ts";
import type { Sending } from "./send_batch.ts";

/** What a job needs: directories, threads, and the functions that change its Batch. */
export interface JobPorts {
  readonly outputBase: string;
  readonly spoolDirectory: string;
  readonly settleMs: number;
  readonly after: AfterPolicy;
  /** The image threads; suspect files are processed in a thread of their own. */
  readonly pool: Pick<ImagePool, "run" | "capacity">;
  /** Records the files that a thread was processing when it ended. */
  readonly suspect: (job: Job, files: readonly number[]) => Promise<void>;
  readonly folders: Pick<FolderThreads, "ask" | "list">;
  /** Bounds the number of directories that all jobs have open. */
  readonly openFiles: Limiter;
  /** The fingerprint of the key that the Batch is processed with. Throws IntakeError KEY_FILE. */
  readonly keyOf: (job: Job) => string;
  readonly gate: GatePolicy;
  /** The site's recipe has header rules, which may change dates. */
  readonly hasHeaderRules: boolean;
  /**
   * The patients of studies that other Batches have images of, by StudyInstanceUID of the output.
   */
  readonly knownPatients: (
    job: Job,
    studies: readonly string[],
  ) => Promise<ReadonlyMap<string, KnownPatient>>;
  /** Stores the rows; returns the numbers of the files that are duplicates. */
  readonly store: (job: Job, content: BatchContent) => Promise<ReadonlySet<number>>;
  /** Renews the lease. Throws IntakeError LEASE_LOST if a newer claim exists. */
  readonly renew: (job: Job) => Promise<void>;
  readonly destinations: readonly Destination[];
  readonly deliveryPatienceMs: number;
  readonly confirmed: (
    job: Job,
    ...which: Parameters<Sending["confirmed"]>
  ) => ReturnType<Sending["confirmed"]>;
  readonly mayReplace: Sending["mayReplace"];
  readonly note: (job: Job, ...what: Parameters<Sending["note"]>) => Promise<void>;
  /** The number of images that the Batch has in the catalogue. */
  readonly countStored: (job: Job) => Promise<number>;
  /** Whether the catalogue has these images with the same content. */
  readonly areStored: (job: Job, images: readonly ManifestImage[]) => Promise<boolean>;
  /** Whether every file of the Batch became an image. */
  readonly isComplete: (job: Job) => Promise<boolean>;
  /** Records that the job continues at this stage after a crash. */
  readonly beginStage: (job: Job, stage: "deliver" | "dispose") => Promise<void>;
  readonly finish: (
    job: Job,
    seconds: Record<string, number>,
    isSourceGone: boolean,
  ) => Promise<FinishedBatch>;
  readonly fail: (job: Job, fault: BatchFault) => Promise<boolean>;
  readonly release: (job: Job, delaySeconds: number) => Promise<boolean>;
  /**
   * Called when another worker has taken the Batch over: this process lives, so that the claim does
   * not count as an attempt.
   */
  readonly refundAttempt: (job: Job) => Promise<void>;
  /**
   * Reserves disk space for the job, or returns for how many seconds the Batch has waited for it.
   */
  readonly admit: (
    job: Job,
    size: { readonly bytes: number; readonly files: number },
  ) => Promise<"admitted" | number>;
  /** Releases a Batch that waits for disk space. */
  readonly deferBatch: (job: Job, delaySeconds: number) => Promise<boolean>;
}
