import { reviewPolicyOf } from "../cli/screening_settings.ts";
import { admitBatch, type Demand, type FreeSpace } from "../database/batches/admit_batch.ts";
import { undeliveredBytes } from "../database/deliveries/undelivered_bytes.ts";
import { IntakeError } from "../model/errors.ts";
import type { EventNamed } from "../model/event.ts";
import { freeBytes, totalBytes } from "../output/free_bytes.ts";
import type { AdmissionPorts } from "../pipeline/job_ports.ts";
import type { Intake } from "./intake.ts";
import { shownCommand } from "../system/shown_command.ts";

/** One file needs a row, a line in the spool and space in the write-ahead log of PostgreSQL. */
const stateBytesPerFile = 16 << 10;

/** The free space for Batches: what exceeds MIN_FREE. */
export async function freeSpace({ outputBase, settings, state }: Intake): Promise<FreeSpace> {
  const { minFree, maxInFlight: inFlight } = settings;
  return {
    output: await freeBytes(outputBase) - minFree,
    state: await freeBytes(state.path) - minFree * shareForState,
    inFlight,
  };
}

/**
 * Admits Batches by the space they need; their output needs as much as their source. Throws
 * IntakeError TOO_LARGE for a Batch that can never fit.
 */
export function admission(intake: Intake): AdmissionPorts["admit"] {
  return async (job, { bytes: source, files }) => {
    const demand = { source, state: files * stateBytesPerFile };
    await requirePossible(intake, demand);
    return await admitBatch(intake.database.sql, job, demand, await freeSpace(intake));
  };
}

/**
 * Checks that a Batch fits on the otherwise empty file systems. A file system of unknown size
 * passes. Throws IntakeError TOO_LARGE.
 */
async function requirePossible(
  { outputBase, state, settings: { minFree } }: Intake,
  demand: Demand,
): Promise<void> {
  const directories = [
    ["OUTPUT_BASE", outputBase, demand.source, minFree],
    ["STATE_DIR", state.path, demand.state, minFree * shareForState],
  ] as const;
  for (const [variable, directory, needed, kept] of directories) {
    const total = await totalBytes(directory);
    if (total > 0 && needed > total - kept) throw tooLarge(variable, needed, total - kept);
  }
}

function tooLarge(variable: string, needed: number, available: number): IntakeError {
  const bytes = Math.max(0, Math.floor(available));
  return new IntakeError(
    "TOO_LARGE",
    `the Batch needs ${needed} bytes at ${variable}; its disk has ${bytes} in total, without ` +
      "MIN_FREE",
    "remove files that do not belong in the folder, or use a larger disk, then retry",
  );
}

/**
 * STATE_DIR needs this share of MIN_FREE: rows and the write-ahead log are much smaller than
 * images.
 */
const shareForState = 0.1;

/** A directory of the settings that has too little free space. */
interface FullDirectory {
  /** The setting that names it. */
  readonly variable: string;
  readonly directory: string;
  readonly freeBytes: number;
}

/**
 * Returns the first directory with too little free space for another Batch: the output and the
 * quarantine need MIN_FREE, STATE_DIR a tenth of it. Throws IntakeError OUTPUT_UNWRITABLE if a
 * directory is missing.
 */
async function fullDirectory(
  { outputBase, quarantine, settings, state }: Intake,
): Promise<FullDirectory | undefined> {
  const { minFree } = settings;
  const isFilled = settings.quarantine !== undefined || reviewPolicyOf(settings) !== undefined;
  const directories: readonly (readonly [variable: string, directory: string, needed: number])[] = [
    ["OUTPUT_BASE", outputBase, minFree],
    ["STATE_DIR", state.path, minFree * shareForState],
    ...(isFilled ? [["QUARANTINE", quarantine, minFree] as const] : []),
  ];
  for (const [variable, directory, needed] of directories) {
    const bytes = await freeBytes(directory);
    if (bytes < needed) return { variable, directory, freeBytes: bytes };
  }
  return undefined;
}

type ClaimsPaused = EventNamed<"claims.paused">;

/** Computing the sum over all undelivered Batches may take this share of the time. */
const shareOfTime = 0.05;

/** Whether the process may claim waiting Batches now. */
export class Backpressure {
  #undelivered = 0;
  #isCountedUntil = -Infinity;

  constructor(readonly intake: Intake) {}

  /**
   * The reason why no waiting Batch is claimed: a directory is full, or targets lack too much.
   * Throws IntakeError OUTPUT_UNWRITABLE if a directory is missing.
   */
  async pause(): Promise<ClaimsPaused | undefined> {
    const full = await fullDirectory(this.intake);
    if (full) return lowSpace(full);
    const { maxUndelivered } = this.intake.settings;
    const bytes = await this.#undeliveredBytes();
    return bytes > maxUndelivered ? tooMuchUndelivered(bytes) : undefined;
  }

  async #undeliveredBytes(): Promise<number> {
    const startedAt = performance.now();
    if (startedAt < this.#isCountedUntil) return this.#undelivered;
    this.#undelivered = await undeliveredBytes(this.intake.database.sql);
    const now = performance.now();
    this.#isCountedUntil = now + (now - startedAt) / shareOfTime;
    return this.#undelivered;
  }
}

function lowSpace({ variable, ...full }: FullDirectory): ClaimsPaused {
  const reason = `${variable} has too little free space`;
  const hint = `free space at ${variable}; claims resume automatically`;
  return { name: "claims.paused", level: "warn", code: "MIN_FREE", ...full, reason, hint };
}

function tooMuchUndelivered(bytes: number): ClaimsPaused {
  const reason = "targets have not confirmed more bytes than MAX_UNDELIVERED";
  const hint = `see which target is down (${shownCommand("targets")}); ` +
    "claims resume automatically when enough was delivered";
  return { name: "claims.paused", level: "warn", code: "MAX_UNDELIVERED", bytes, reason, hint };
}
