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

/** What a job needs: its directories, the threads, and the statements that move its Batch. */
export interface JobPorts {
  readonly outputBase: string;
  readonly spoolDirectory: string;
  readonly settleMs: number;
  readonly after: AfterPolicy;
  /** The threads, as this Batch uses them: files that may end a process are tried apart. */
  readonly pool: Pick<ImagePool, "run" | "capacity">;
  /** Makes files suspects whose thread has ended while it processed them. */
  readonly suspect: (job: Job, files: readonly number[]) => Promise<void>;
  readonly folders: Pick<FolderThreads, "ask" | "list">;
  /** Bounds the directories that all jobs have open at once. */
  readonly openFiles: Limiter;
  /** The fingerprint of the key a Batch is done with. Throws IntakeError KEY_FILE. */
  readonly keyOf: (job: Job) => string;
  readonly gate: GatePolicy;
  /** Rules of the site may change dates. */
  readonly hasHeaderRules: boolean;
  /** The patients of studies that other Batches have images of, by UID as it leaves. */
  readonly knownPatients: (
    job: Job,
    studies: readonly string[],
  ) => Promise<ReadonlyMap<string, KnownPatient>>;
  /** Stores the rows; returns the files that are duplicates. */
  readonly store: (job: Job, content: BatchContent) => Promise<ReadonlySet<number>>;
  /** Renews the lease; throws IntakeError LEASE_LOST when the claim is no longer the latest. */
  readonly renew: (job: Job) => Promise<void>;
  readonly destinations: readonly Destination[];
  readonly deliveryPatienceMs: number;
  readonly confirmed: (
    job: Job,
    ...which: Parameters<Sending["confirmed"]>
  ) => ReturnType<Sending["confirmed"]>;
  readonly mayReplace: Sending["mayReplace"];
  readonly note: (job: Job, ...what: Parameters<Sending["note"]>) => Promise<void>;
  /** How many images of the Batch are in the catalogue, and whether these are, as they are. */
  readonly countStored: (job: Job) => Promise<number>;
  readonly areStored: (job: Job, images: readonly ManifestImage[]) => Promise<boolean>;
  readonly isWhole: (job: Job) => Promise<boolean>;
  readonly beginStage: (job: Job, stage: "deliver" | "dispose") => Promise<void>;
  readonly finish: (
    job: Job,
    seconds: Record<string, number>,
    isDisposed: boolean,
  ) => Promise<FinishedBatch>;
  readonly fail: (job: Job, fault: BatchFault) => Promise<boolean>;
  readonly release: (job: Job, delaySeconds: number) => Promise<boolean>;
  /** Another worker has taken the Batch over, and this process lives: that was no attempt. */
  readonly refundAttempt: (job: Job) => Promise<void>;
  /** Gives the job the room it needs; else says since how many seconds it waits for it. */
  readonly admit: (
    job: Job,
    size: { readonly bytes: number; readonly files: number },
  ) => Promise<"admitted" | number>;
  /** Gives a Batch back that waits for room. */
  readonly passOver: (job: Job, delaySeconds: number) => Promise<boolean>;
}
