import type { ClaimedBatch } from "../model/claim.ts";
import { deferBatch } from "../database/admit_batch.ts";
import { beginStage, finishBatch, isComplete } from "../database/finish_batch.ts";
import { confirmedObjects, insertReceipts, mayReplace } from "../database/receipts.ts";
import { listenToBatches } from "../database/listen_to_batches.ts";
import { patientsOfStudies } from "../database/patients_of_studies.ts";
import { renewLease, renewLeases } from "../database/renew_leases.ts";
import { storeBatch } from "../database/store_batch.ts";
import { areStored, countStored } from "../database/stored_images.ts";
import {
  addSuspects,
  clearSuspect,
  listSuspects,
  markAlone,
  uncountExpiredClaim,
} from "../database/suspects.ts";
import { keyOf } from "../deidentify/key_ring.ts";
import type { JobPorts, RowPorts } from "../pipeline/job_ports.ts";
import { processBatch } from "../pipeline/process_batch.ts";
import { isolateSuspects, type SuspectPorts } from "../pipeline/isolate_suspects.ts";
import { traceBatch } from "../pipeline/trace_batch.ts";
import type { BatchPorts } from "../../streams/claims.ts";
import { wakeUps } from "../../streams/wake_ups.ts";
import { admission } from "./admission.ts";
import { claimPort, type OnEnd } from "./claim_port.ts";
import { PendingReleases } from "./pending_releases.ts";
import type { Intake } from "./intake.ts";

const pollEveryMs = 1000;

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
  return {
    concurrency: settings.concurrency,
    leaseMs,
    wake$: wakeUps((listener) => listenToBatches(sql, listener), [origin], pollEveryMs),
    claim: claimPort(intake, pending, onEnd),
    renew: (held) => renewLeases(sql, held, settings.lease),
    isProgressing: ({ code }) => intake.silentMs(code) < leaseMs,
    process: (batch) => {
      intake.pool.allowInbox(batch.base);
      intake.folders.allowInbox(batch.base);
      return traceBatch(
        batch,
        (onStage) => processBatch(batch, jobPorts(intake, pending, batch, onEnd), onStage),
      );
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
      destinations,
      patienceMs: settings.deliveryPatience * 1000,
      confirmed: (job, target, objects) => confirmedObjects(sql, job.id, target, objects),
      mayReplace: (...what) => mayReplace(sql, ...what),
      note: (job, target, receipts) => insertReceipts(sql, job.id, target, receipts),
    },
    row: rowPorts(intake, pending, onEnd),
  };
}

function rowPorts(
  { database: { sql }, settings }: Intake,
  { release, fail }: PendingReleases,
  onEnd: OnEnd,
): RowPorts {
  return {
    renew: (job) => renewLease(sql, job, settings.lease),
    beginStage: (job, stage) => beginStage(sql, job, stage),
    finish: async (job, seconds, isDisposed) => {
      const finished = await finishBatch(sql, job, seconds, isDisposed);
      onEnd(finished.status);
      return finished;
    },
    fail: async (job, fault) => {
      const hasFailed = await fail(job, fault);
      if (hasFailed) onEnd("ERROR");
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
