import { join } from "node:path";
import type { SourceAsRead } from "../folder/dispose_of_source.ts";
import type { FolderLook } from "../folder/look_at_folder.ts";
import type { SourcePlace } from "../folder/set_aside.ts";
import type { Job, JobStage, Stage } from "../model/batch.ts";
import type { IntakeEvent } from "../model/event.ts";
import type { KnownPatient } from "../model/image.ts";
import type { FileDecision } from "../model/review.ts";
import { stagedFolder } from "../output/staged_folder.ts";
import { isThere } from "../system/pooled_files.ts";
import type { ImportedFiles } from "./imported_files.ts";
import type { OutputPorts } from "./job_ports.ts";

/** Where a claimed Batch continues, and what is known about its source. */
export type Plan =
  /** The source is read, and the output is made and placed. */
  | { readonly from: "look" }
  /**
   * The output is placed, and a person has decided about further images: they are added to it. The
   * source is not read.
   */
  | { readonly from: "review"; readonly isSourceGone: boolean }
  /**
   * The output is placed. `source`: the source as it was read if every file of it became an image;
   * otherwise it is never disposed of. `isSourceGone`: the source was disposed of before.
   */
  | {
    readonly from: "deliver" | "dispose";
    readonly source: SourceAsRead | undefined;
    readonly isSourceGone: boolean;
  };

/** What the steps of a job pass on to later steps. */
export interface Found {
  /** From step `look`. */
  readonly folder?: FolderLook;
  /** From step `look`: device and inode of the inbox. */
  readonly inbox?: string | undefined;
  /** From step `import`. */
  readonly imported?: ImportedFiles;
  /** From step `import`: the patients that the catalogue has for the studies of the Batch. */
  readonly knownPatients?: ReadonlyMap<string, KnownPatient>;
  /** From step `store`: the numbers of the files that are duplicates. */
  readonly duplicates?: ReadonlySet<number>;
  /** From step `import` of a review: the decisions that this job carries out. */
  readonly decisions?: readonly FileDecision[];
  /** From step `place`: the source as it was read if every file of it became an image. */
  readonly source?: SourceAsRead | undefined;
  /** From step `dispose`. */
  readonly isSourceGone?: boolean;
}

/** Where the outputs of jobs are placed. */
export interface OutputBase {
  readonly output: Pick<OutputPorts, "base">;
}

/** A job while it runs. Each step declares the ports that it needs. */
export interface JobRun<Ports> {
  readonly job: Job;
  readonly ports: Ports;
  readonly plan: Plan;
  readonly stopwatch: Stopwatch;
  /** Closed when the output is placed, or when the job ends. */
  readonly resources: DisposableStack;
  readonly found: Found;
}

/** A step of a job. */
export interface Step<Ports> {
  readonly stage: JobStage;
  /** The precondition: if it does not hold, the step is skipped. */
  readonly isNeeded: (run: JobRun<Ports>) => boolean | Promise<boolean>;
  /**
   * Does the work and returns what it found. `postponed`: the Batch was released, and the job ends.
   * Throws if the job cannot continue. A step without events returns a promise.
   */
  readonly run: (
    run: JobRun<Ports>,
  ) => AsyncGenerator<IntakeEvent, Found | "postponed"> | Promise<Found>;
}

/** The folder of a job, as the folder threads need it. */
export function sourceOf({ base, uid, code }: Job): SourcePlace {
  return { base, uid, code };
}

/** Where the output of a job is written until it is complete. */
export function stagedOf(job: Job, ports: OutputBase): string {
  return stagedFolder(ports.output.base, job.code, job.claim);
}

/** Where the output of a job is placed. */
export function outputOf(job: Job, ports: OutputBase): string {
  return join(ports.output.base, job.code);
}

/** What an earlier step found. Throws TypeError if that step was skipped. */
export function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new TypeError("an earlier step of the job was skipped");
  return value;
}

/** Measures how long each stage of a job takes, in seconds, by a monotonic clock. */
export class Stopwatch {
  readonly #startedAt = performance.now();
  readonly #seconds: Record<string, number> = {};
  #stage: Stage = "claimed";
  #stageAt = this.#startedAt;

  /** `onBegin` is called with each stage when it begins. */
  constructor(readonly onBegin: (stage: JobStage) => void = () => {}) {}

  get stage(): Stage {
    return this.#stage;
  }

  /** Ends the current stage and begins another. */
  begin(stage: JobStage): void {
    this.#close();
    this.#stage = stage;
    this.onBegin(stage);
  }

  seconds(): Record<string, number> {
    this.#close();
    return { ...this.#seconds };
  }

  total(): number {
    return rounded(performance.now() - this.#startedAt);
  }

  #close(): void {
    const now = performance.now();
    this.#seconds[this.#stage] = rounded(now - this.#stageAt);
    this.#stageAt = now;
  }
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds) / 1000;
}

/** Whether a Batch's folder does not exist although its inbox does. */
export async function isSourceGone({ base, uid }: Pick<Job, "base" | "uid">): Promise<boolean> {
  return await isThere(base) && !await isThere(join(base, uid));
}
