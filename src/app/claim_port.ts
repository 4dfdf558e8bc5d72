import type { BatchPorts } from "../../streams/claims.ts";
import { claimBatches, claimDelivered, countWaiting } from "../database/batches/claim_batches.ts";
import { expiredClaims } from "../database/batches/expired_claims.ts";
import { failBatch } from "../database/batches/fail_batch.ts";
import { failPoisoned, releaseBatch } from "../database/batches/finish_batch.ts";
import { countExpiredClaim } from "../database/batches/suspects.ts";
import type { Database } from "../database/open_database.ts";
import type { Claim, ClaimedBatch, EndStatus } from "../model/batch.ts";
import type { IntakeEvent } from "../model/event.ts";
import { readNotes } from "../output/processing_notes.ts";
import { removeLeftovers, stagedFolder } from "../output/staged_folder.ts";
import { classifyFault, failureEvent } from "../pipeline/classify_fault.ts";
import type { RowPorts } from "../pipeline/job_ports.ts";
import { defaultProject } from "../projects/policy.ts";
import { Backpressure, freeSpace } from "./admission.ts";
import type { Intake } from "./intake.ts";
import { ProjectGate, settingsRejected } from "./project_gate.ts";
import { sweepOriginals } from "./quarantine_ports.ts";

const starvingSeconds = 30;

/** Called when a Batch has ended: by its job, or because its processes crashed too often. */
export type OnEnd = (status: EndStatus) => void;

/**
 * Claims Batches while there is space for their output. An obstacle that lasts is reported once,
 * and so is its end.
 */
export function claimPort(
  intake: Intake,
  pending: PendingReleases,
  running: RunningJobs,
  onEnd: OnEnd,
): BatchPorts["claim"] {
  const gate = new ProjectGate(intake);
  const backpressure = new Backpressure(intake);
  let obstacle: string | undefined;
  const reportOnce = (code: string, event: IntakeEvent): IntakeEvent[] => {
    if (code === obstacle) return [];
    obstacle = code;
    return [event];
  };
  const resumed = (): IntakeEvent[] => {
    if (obstacle === undefined) return [];
    obstacle = undefined;
    return [{ name: "claims.resumed", level: "info" }];
  };
  return async (limit) => {
    try {
      await pending.releaseAll();
      const differences = await gate.differences();
      if (differences.length > 0) {
        return reportOnce("PROJECT_DIFFERS", settingsRejected(differences));
      }
      const pause = await backpressure.pause();
      const reports = pause ? reportOnce(pause.code, pause) : resumed();
      const isPaused = pause !== undefined;
      return [...reports, ...await claim(intake, { limit, isPaused }, running, onEnd)];
    } catch (error) {
      const { code } = classifyFault(error);
      if (code === "DATABASE_UNREACHABLE") await intake.database.revive().catch(() => {});
      return reportOnce(code, failureEvent("claims.failed", error));
    }
  };
}

/**
 * What may be claimed. While claims are paused, only delivered Batches are completed, and decisions
 * of a review are carried out, which frees space in the quarantine.
 */
interface Allowed {
  readonly limit: number;
  readonly isPaused: boolean;
}

async function claim(
  intake: Intake,
  { limit, isPaused }: Allowed,
  running: RunningJobs,
  onEnd: OnEnd,
): Promise<(ClaimedBatch | IntakeEvent)[]> {
  const { database: { sql }, settings, bases, outputBase, origin, worker } = intake;
  const { lease: leaseSeconds, maxAttempts } = settings;
  for (const expired of await expiredClaims(sql)) {
    const isAlive = expired.isConnected || running.has(expired);
    const processing = isAlive
      ? { files: [], isMainThread: false }
      : await readNotes(stagedFolder(outputBase, expired.code, expired.claim));
    await countExpiredClaim(sql, { ...expired, ...processing });
  }
  const poisoned = await failPoisoned(sql, maxAttempts);
  const events: IntakeEvent[] = [];
  for (const { code: batch, claim } of poisoned) {
    await removeLeftovers(outputBase, batch, claim + 1);
    await sweepOriginals(intake, [batch]);
    onEnd("ERROR");
    events.push({ name: "batch.failed", level: "error", batch, status: "ERROR", code: "POISON" });
  }
  const room = await freeSpace(intake);
  const policy = { project: defaultProject, fingerprint: intake.policy.fingerprint };
  const claims = { worker, policy, origin, leaseSeconds, maxAttempts, preferBases: bases };
  const request = { ...claims, room, starvingSeconds, except: running.ids };
  const delivered = await claimDelivered(sql, request, limit);
  const waiting = isPaused ? [] : await claimBatches(sql, request, limit - delivered.length);
  const claimed = [...delivered, ...waiting];
  if (claimed.length > 0) {
    events.push({ name: "queue.counted", level: "debug", waiting: await countWaiting(sql) });
  }
  return [...events, ...claimed];
}

/**
 * The jobs that run in this process, also those that have lost their lease because a file system
 * does not respond. A job that runs has not crashed, and a second job of the same process for its
 * Batch would wait for the same file.
 */
export class RunningJobs {
  readonly #claims = new Set<Claim>();

  get ids(): readonly number[] {
    return [...this.#claims].map(({ id }) => id);
  }

  has({ id, claim }: Claim): boolean {
    return [...this.#claims].some((one) => one.id === id && one.claim === claim);
  }

  /** Yields the events of a job, which counts as running meanwhile. */
  async *track(job: Claim, events: AsyncIterable<IntakeEvent>): AsyncGenerator<IntakeEvent> {
    this.#claims.add(job);
    try {
      yield* events;
    } finally {
      this.#claims.delete(job);
    }
  }
}

type Claimed = Parameters<RowPorts["release"]>[0];

/**
 * Ends jobs in the database. A Batch whose end could not be recorded is remembered and released
 * when the database is available again, unless another process has claimed it since. So only a
 * crash of the process counts as an attempt, and the Batch does not have to wait until its lease
 * expires.
 */
export class PendingReleases {
  readonly #unreported = new Map<number, Claimed>();

  constructor(readonly sql: Database["sql"]) {}

  readonly release: RowPorts["release"] = (batch, delaySeconds) =>
    this.#report(batch, () => releaseBatch(this.sql, batch, delaySeconds));

  readonly fail: RowPorts["fail"] = (batch, fault) =>
    this.#report(batch, () => failBatch(this.sql, batch, fault));

  /** Releases the remembered Batches. Throws if the database is not available. */
  async releaseAll(): Promise<void> {
    for (const batch of this.#unreported.values()) {
      await releaseBatch(this.sql, batch, 0);
      this.#unreported.delete(batch.id);
    }
  }

  async #report(batch: Claimed, statement: () => Promise<boolean>): Promise<boolean> {
    try {
      return await statement();
    } catch (error) {
      this.#unreported.set(batch.id, batch);
      throw error;
    }
  }
}
