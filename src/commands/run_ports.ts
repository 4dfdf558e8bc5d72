import { completeBatch } from "../database/complete_batch.ts";
import { claimBatches } from "../database/claim_batches.ts";
import type { ClaimedBatch } from "../database/batch_status.ts";
import { countWaiting } from "../database/count_waiting.ts";
import { failBatch, failPoisoned } from "../database/fail_batch.ts";
import { listenToBatches } from "../database/listen_to_batches.ts";
import { releaseBatch } from "../database/release_batch.ts";
import { renewLeases } from "../database/renew_leases.ts";
import { freeBytes } from "../deliver/free_bytes.ts";
import type { News } from "../log.ts";
import { classifyFault } from "../pipeline/classify_fault.ts";
import { type JobPorts, processBatch } from "../pipeline/process_batch.ts";
import type { RunPorts } from "../../streams/run_batches.ts";
import { wakeUps } from "../../streams/wake_ups.ts";
import type { Intake } from "./intake.ts";

const pollEveryMs = 1000;

/** Ties the streams that run Batches to an intake's database, threads and directories. */
export function runPorts(intake: Intake): Omit<RunPorts, "stop$" | "abort$"> {
  const { database: { sql }, settings, origin } = intake;
  const leaseMs = settings.lease * 1000;
  return {
    concurrency: settings.concurrency,
    leaseMs,
    wake$: wakeUps((listener) => listenToBatches(sql, listener), [origin], pollEveryMs),
    claim: (limit) => claim(intake, limit),
    renew: (held) => renewLeases(sql, held, settings.lease),
    process: (batch) => processBatch(batch, jobPorts(intake)),
  };
}

async function claim(intake: Intake, limit: number): Promise<(ClaimedBatch | News)[]> {
  const { database: { sql }, settings, bases, origin, worker, outputBase } = intake;
  try {
    const free = await freeBytes(outputBase);
    if (free < settings.minFree) return [noRoom(outputBase, free)];
    const news: News[] = [];
    for (const code of await failPoisoned(sql, settings.maxAttempts)) {
      news.push({ event: "batch.error", level: "error", batch: code, code: "POISON" });
    }
    const { lease: leaseSeconds, maxAttempts } = settings;
    const request = { worker, origin, leaseSeconds, maxAttempts, preferBases: bases };
    const claimed = await claimBatches(sql, request, limit);
    if (claimed.length > 0) {
      const folders = await countWaiting(sql);
      news.push({ event: "batches.waiting", level: "debug", folders });
    }
    return [...news, ...claimed];
  } catch (error) {
    return [faultNews("claims.failed", error)];
  }
}

/** What went wrong outside any Batch, as news. */
export function faultNews(event: string, error: unknown): News {
  const { code, message: reason, hint } = classifyFault(error);
  return { event, level: "error", code, reason, hint };
}

function noRoom(directory: string, bytes: number): News {
  return {
    event: "claims.paused",
    level: "warn",
    code: "MIN_FREE",
    directory,
    bytes,
    hint: "make room at OUTPUT_BASE; claims go on by themselves",
  };
}

function jobPorts(intake: Intake): JobPorts {
  const { database: { sql }, settings, pool, state } = intake;
  return {
    spoolDirectory: state.spool,
    settleMs: settings.settle * 1000,
    pool,
    complete: (job, content) => completeBatch(sql, job, content),
    fail: (job, fault) => failBatch(sql, job, fault),
    release: (job, delaySeconds) => releaseBatch(sql, job, delaySeconds),
  };
}
