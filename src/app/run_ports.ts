import type { BatchPorts } from "../../streams/claims.ts";
import type { ProgressPorts } from "../../streams/report_progress.ts";
import type { LogPorts } from "../../streams/store_log.ts";
import { wakeUps } from "../../streams/wake_ups.ts";
import { deferBatch } from "../database/batches/admit_batch.ts";
import { storeBatchLog } from "../database/batches/batch_log.ts";
import { beginDisposal, finishBatch, isComplete } from "../database/batches/finish_batch.ts";
import { listenToBatches, notifyProgress } from "../database/batches/listen_to_batches.ts";
import { renewLease, renewLeases } from "../database/batches/renew_leases.ts";
import {
  addSuspects,
  clearSuspect,
  listSuspects,
  markAlone,
  uncountExpiredClaim,
} from "../database/batches/suspects.ts";
import { handOver } from "../database/deliveries/hand_over.ts";
import { noBatch, patientsOfStudies } from "../database/images/patients_of_studies.ts";
import { areStored, countStored, storeBatch } from "../database/images/store_batch.ts";
import { storeDecided } from "../database/images/store_decided.ts";
import { carriedOut, openReviews, startReviews } from "../database/review/carry_out.ts";
import { keyOf } from "../deidentify/pseudonyms/key_ring.ts";
import { ignoring } from "../folder/ignored_files.ts";
import type { ClaimedBatch } from "../model/batch.ts";
import type { IntakeEvent } from "../model/event.ts";
import { isolateSuspects, type SuspectPorts } from "../pipeline/image/isolate_suspects.ts";
import type { JobPorts, ReviewPorts, RowPorts } from "../pipeline/job_ports.ts";
import { processBatch } from "../pipeline/process_batch.ts";
import { traceBatch } from "../pipeline/trace_batch.ts";
import { ProgressBoard, progressReport } from "../web/live/progress_board.ts";
import { admission } from "./admission.ts";
import { claimPort, type OnEnd, PendingReleases, RunningJobs } from "./claim_port.ts";
import type { Intake } from "./intake.ts";
import { sweepOriginals, thumbnailsBy } from "./quarantine_ports.ts";

const pollEveryMs = 2000;

/**
 * Connects the streams that run Batches with the database, threads and directories of an intake.
 */
export function runPorts(
  intake: Intake,
  onEnd: OnEnd = () => {},
): BatchPorts {
  const { database: { sql }, settings, origin } = intake;
  const leaseMs = settings.lease * 1000;
  const pending = new PendingReleases(sql);
  const running = new RunningJobs();
  return {
    concurrency: settings.concurrency,
    leaseMs,
    wake$: wakeUps(
      (listener) => listenToBatches(sql, listener),
      [origin, "DELIVERED"],
      pollEveryMs,
    ),
    claim: claimPort(intake, pending, running, onEnd),
    renew: (held) => renewLeases(sql, held, settings.lease),
    isProgressing: ({ code }) => intake.silentMs(code) < leaseMs,
    process: (batch) => {
      intake.pool.allowInbox(batch.base);
      intake.folders.allowInbox(batch.base);
      const events = traceBatch(
        batch,
        (onStage) => processBatch(batch, jobPorts(intake, pending, batch, onEnd), onStage),
      );
      return running.track(batch, events);
    },
  };
}

function jobPorts(
  intake: Intake,
  pending: PendingReleases,
  batch: ClaimedBatch,
  onEnd: OnEnd,
): JobPorts {
  const { database: { sql }, settings, state, outputBase, destinations, keys } = intake;
  const { pool, folders, openFiles } = intake;
  const targets = destinations.map(({ name }) => name);
  return {
    source: { folders, settleMs: settings.settle * 1000, after: settings.after },
    admission: {
      admit: admission(intake),
      defer: (job, delaySeconds) => deferBatch(sql, job, delaySeconds),
    },
    images: {
      pool: isolateSuspects(pool, suspectPorts(intake, batch)),
      spoolDirectory: state.spool,
      keyOf: ({ keyFingerprint }) => keyOf(keys, keyFingerprint).fingerprint,
      gate: settings.gate,
      ignore: ignoring(settings.ignoreFiles),
      hasHeaderRules: settings.recipe !== undefined,
    },
    catalogue: {
      knownPatients: (job, studies) => patientsOfStudies(sql, job.id, studies),
      store: (job, content) => storeBatch(sql, job, content),
      countStored: (job) => countStored(sql, job),
      areStored: (job, images) => areStored(sql, job, images),
      isComplete: (job) => isComplete(sql, job),
    },
    output: { base: outputBase, openFiles },
    delivery: {
      targets,
      handOver: (job, output) => handOver(sql, job, { ...output, targets }),
    },
    review: reviewPorts(intake),
    row: rowPorts(intake, pending, onEnd),
  };
}

function reviewPorts({ database: { sql }, quarantine, pictures }: Intake): ReviewPorts {
  return {
    quarantine,
    start: (job) => startReviews(sql, job),
    open: (job) => openReviews(sql, job),
    knownPatients: (studies) => patientsOfStudies(sql, noBatch, studies),
    store: (job, content) => storeDecided(sql, job, content),
    carriedOut: (job, hasNewImages) => carriedOut(sql, job, hasNewImages),
    drawThumbnail: thumbnailsBy(pictures),
  };
}

function rowPorts(
  { database, settings, quarantine }: Intake,
  { release, fail }: PendingReleases,
  onEnd: OnEnd,
): RowPorts {
  const { sql } = database;
  // the next start of a process does what is not possible now
  const sweep = ({ code }: Pick<ClaimedBatch, "code">): Promise<void> =>
    sweepOriginals({ quarantine, database }, [code]).catch(() => {});
  return {
    renew: (job) => renewLease(sql, job, settings.lease),
    beginDisposal: (job) => beginDisposal(sql, job),
    finish: async (job, seconds, isDisposed) => {
      const finished = await finishBatch(sql, job, seconds, isDisposed);
      onEnd(finished.status);
      await sweep(job);
      return finished;
    },
    fail: async (job, fault) => {
      const hasFailed = await fail(job, fault);
      if (hasFailed) {
        onEnd("ERROR");
        await sweep(job);
      }
      return hasFailed;
    },
    release,
    suspect: (job, files) => addSuspects(sql, job, files),
    uncountClaim: (job) => uncountExpiredClaim(sql, job),
  };
}

function suspectPorts(intake: Intake, batch: ClaimedBatch): SuspectPorts {
  const { sql } = intake.database;
  return {
    lock: intake.exclusiveLock,
    list: () => listSuspects(sql, batch),
    openThread: () => intake.openThread(batch.base),
    markAlone: (fileNumber) => markAlone(sql, batch, fileNumber),
    clear: (fileNumber) => clearSuspect(sql, batch, fileNumber),
  };
}

const storeLogEveryMs = 1000;

/** Stores the lines of the log about the Batches of this process. */
export function logPort({ database: { sql }, worker }: Intake): LogPorts {
  return { everyMs: storeLogEveryMs, store: (lines) => storeBatchLog(sql, worker, lines) };
}

const publishEveryMs = 1000;

/**
 * Collects the progress of the Batches of this process, and sends it to processes that show pages.
 */
export function progressPort(
  { database: { sql }, worker }: Intake,
): ProgressPorts & { readonly onEvent: (event: IntakeEvent) => void } {
  const board = new ProgressBoard();
  return {
    everyMs: publishEveryMs,
    publish: () => notifyProgress(sql, progressReport(worker, board.shown())),
    onEvent: (event) => board.add(event),
  };
}
