import type { ClaimedBatch } from "../database/batch_status.ts";
import { claimBatches } from "../database/claim_batches.ts";
import { countWaiting } from "../database/count_waiting.ts";
import { failPoisoned } from "../database/fail_batch.ts";
import { expiredClaims, judgeClaim } from "../database/suspects.ts";
import { readNotes } from "../deliver/processing_notes.ts";
import { removeLeftovers, stagedFolder } from "../deliver/staged_folder.ts";
import type { News } from "../log.ts";
import type { RunPorts } from "../../streams/run_batches.ts";
import { defaultProject } from "../projects/policy.ts";
import { faultNews } from "./fault_news.ts";
import type { GivenUp } from "./given_up.ts";
import type { Intake } from "./intake.ts";
import { roomOf } from "./admission.ts";
import { noRoom } from "./no_room.ts";
import { ProjectGate } from "./project_gate.ts";

const hungerSeconds = 30;

/**
 * Claims Batches while there is room for their output. A condition that lasts is told once,
 * and its end.
 */
export function claimPort(intake: Intake, givenUp: GivenUp): RunPorts["claim"] {
  const gate = new ProjectGate(intake);
  let condition: string | undefined;
  const changedTo = (news: News | undefined): News[] => {
    if (news?.code === condition) return [];
    condition = news?.code;
    return [news ?? { event: "claims.resumed", level: "info" }];
  };
  return async (limit) => {
    try {
      await givenUp.giveBack();
      const refusal = await gate.refusal();
      if (refusal) return changedTo(refusal);
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
  for (const expired of await expiredClaims(sql)) {
    const processing = readNotes(stagedFolder(outputBase, expired.code, expired.claim));
    await judgeClaim(sql, { ...expired, ...processing });
  }
  const poisoned = await failPoisoned(sql, maxAttempts);
  const news = poisoned.map(({ code: batch, claim }): News => {
    removeLeftovers(outputBase, batch, claim + 1);
    return { event: "batch.error", level: "error", batch, status: "ERROR", code: "POISON" };
  });
  const room = await roomOf(intake);
  const policy = { project: defaultProject, fingerprint: intake.policy.fingerprint };
  const claims = { worker, policy, origin, leaseSeconds, maxAttempts, preferBases: bases };
  const request = { ...claims, room, hungerSeconds };
  const claimed = await claimBatches(sql, request, limit);
  if (claimed.length > 0) {
    news.push({ event: "batches.waiting", level: "debug", folders: await countWaiting(sql) });
  }
  return [...news, ...claimed];
}
