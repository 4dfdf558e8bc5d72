import type { IntakeEvent } from "../model/event.ts";
import type {
  AttemptCode,
  ClaimedDelivery,
  DeliveryOutcome,
  EndedAttempt,
} from "../model/target.ts";

/** What to do about each kind of failed attempt. */
export const attemptHints: Readonly<Record<AttemptCode, string>> = {
  TARGET_DOWN: "check that the target runs and can be reached; its Batches continue automatically",
  TARGET_DENIED: "correct DELIVER_CREDENTIALS or the permissions at the target; its Batches " +
    "continue automatically",
  TARGET_FAULT: "check the log and the disk space of the target; its Batches continue " +
    "automatically",
  OUTPUT_UNREADABLE: "check the disk of OUTPUT_BASE; the delivery continues automatically",
};

/** The events that report the end of an attempt to deliver a Batch. */
export function* attemptEvents(
  { batch, target, attempt }: ClaimedDelivery,
  outcome: DeliveryOutcome,
  { isLost, waitMs, failures, turned }: EndedAttempt,
  images: number,
): Generator<IntakeEvent> {
  if (isLost) return;
  const of = { batch, target } as const;
  switch (outcome.kind) {
    case "confirmed":
      yield { name: "delivery.finished", level: "info", ...of, images };
      break;
    case "refused": {
      const { code, reason } = outcome;
      yield { name: "delivery.refused", level: "error", ...of, code, reason };
      break;
    }
    case "failed": {
      const { code, reason: why } = outcome;
      const number = Math.max(failures, attempt);
      const reason = `target ${target}: attempt ${number} failed, ${why}, next attempt in ` +
        `${Math.ceil(waitMs / 1000)} s`;
      const hint = attemptHints[code];
      yield { name: "delivery.failed", level: "warn", ...of, code, reason, hint };
      break;
    }
    case "outdated":
      yield { name: "output.questioned", level: "warn", ...of };
      break;
    case "released":
      yield { name: "delivery.released", level: "info", ...of };
  }
  if (turned === "down" && outcome.kind === "failed") {
    const { code, reason } = outcome;
    yield { name: "target.lost", level: "error", target, code, reason, hint: attemptHints[code] };
  } else if (turned === "up") yield { name: "target.found", level: "info", target };
}
