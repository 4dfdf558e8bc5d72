import { claimBatches } from "../database/claim_batches.ts";
import type { ClaimedBatch } from "../database/batch_status.ts";
import { countWaiting } from "../database/count_waiting.ts";
import { failBatch, failPoisoned } from "../database/fail_batch.ts";
import { beginStage, finishBatch, isWhole } from "../database/finish_batch.ts";
import { confirmedObjects, insertReceipts } from "../database/receipts.ts";
import { listenToBatches } from "../database/listen_to_batches.ts";
import { releaseBatch } from "../database/release_batch.ts";
import { renewLeases } from "../database/renew_leases.ts";
import { storeBatch } from "../database/store_batch.ts";
import { freeBytes } from "../deliver/free_bytes.ts";
import { removeLeftovers } from "../deliver/staged_folder.ts";
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
    claim: claimPort(intake),
    renew: (held) => renewLeases(sql, held, settings.lease),
    process: (batch) => processBatch(batch, jobPorts(intake)),
  };
}

/**
 * Claims Batches while there is room for their output. A condition that lasts is told once,
 * and its end.
 */
function claimPort(intake: Intake): RunPorts["claim"] {
  let condition: string | undefined;
  const changedTo = (news: News | undefined): News[] => {
    if (news?.code === condition) return [];
    condition = news?.code;
    return [news ?? { event: "claims.resumed", level: "info" }];
  };
  return async (limit) => {
    try {
      const full = await noRoom(intake);
      if (full) return changedTo(full);
      return [...changedTo(undefined), ...await claim(intake, limit)];
    } catch (error) {
      const news = faultNews("claims.failed", error);
      if (news.code === "DATABASE_UNREACHABLE") await intake.database.revive().catch(() => {});
      return changedTo(news);
    }
  };
}

async function claim(intake: Intake, limit: number): Promise<(ClaimedBatch | News)[]> {
  const { database: { sql }, settings, bases, outputBase, origin, worker } = intake;
  const { lease: leaseSeconds, maxAttempts } = settings;
  const poisoned = await failPoisoned(sql, maxAttempts);
  const news = poisoned.map(({ code: batch, claim }): News => {
    removeLeftovers(outputBase, batch, claim + 1);
    return { event: "batch.error", level: "error", batch, status: "ERROR", code: "POISON" };
  });
  const request = { worker, origin, leaseSeconds, maxAttempts, preferBases: bases };
  const claimed = await claimBatches(sql, request, limit);
  if (claimed.length > 0) {
    news.push({ event: "batches.waiting", level: "debug", folders: await countWaiting(sql) });
  }
  return [...news, ...claimed];
}

/** What went wrong outside any Batch, as news. */
export function faultNews(event: string, error: unknown): News {
  const { code, message: reason, hint } = classifyFault(error);
  return { event, level: "error", code, reason, hint };
}

async function noRoom({ outputBase, settings }: Intake): Promise<News | undefined> {
  const bytes = await freeBytes(outputBase);
  if (bytes >= settings.minFree) return undefined;
  return {
    event: "claims.paused",
    level: "warn",
    code: "MIN_FREE",
    directory: outputBase,
    bytes,
    hint: "make room at OUTPUT_BASE; claims go on by themselves",
  };
}

function jobPorts(intake: Intake): JobPorts {
  const { database: { sql }, settings, pool, state, outputBase, destinations } = intake;
  return {
    outputBase,
    spoolDirectory: state.spool,
    settleMs: settings.settle * 1000,
    after: settings.after,
    pool,
    store: (job, content) => storeBatch(sql, job, content),
    destinations,
    deliveryPatienceMs: settings.deliveryPatience * 1000,
    confirmed: (job, target, objects) => confirmedObjects(sql, job.id, target, objects),
    note: (job, target, receipts) => insertReceipts(sql, job.id, target, receipts),
    isWhole: (job) => isWhole(sql, job),
    beginStage: (job, stage) => beginStage(sql, job, stage),
    finish: (job, seconds) => finishBatch(sql, job, seconds),
    fail: (job, fault) => failBatch(sql, job, fault),
    release: (job, delaySeconds) => releaseBatch(sql, job, delaySeconds),
  };
}
