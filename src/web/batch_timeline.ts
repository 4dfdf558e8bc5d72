import type { BatchEvent } from "../database/views/find_batch.ts";
import type { BatchDelivery } from "../database/views/list_deliveries.ts";
import { personEvents } from "../model/retry.ts";

/** A time in the life of a Batch. */
export interface Span {
  readonly what: "waiting" | "attempt" | "delivering" | "review" | "target";
  /** The number of the attempt, or the name of the target. */
  readonly name: string;
  /** In milliseconds since 1970. */
  readonly from: number;
  /** Undefined while it lasts. */
  readonly until: number | undefined;
  /** How it ended, or how it is going; with the code of an error if there is one. */
  readonly outcome: string;
  readonly code: string | null;
  /** The process of an attempt. */
  readonly worker: string | null;
}

const kinds: Readonly<Record<string, Span["what"]>> = {
  NEW: "waiting",
  QUEUE: "waiting",
  PROCESSING: "attempt",
  DELIVERING: "delivering",
  REVIEW: "review",
};

/**
 * The spans of a Batch in the order of their starts: while it waited, each attempt to process it,
 * and each delivery. Statuses that a Batch keeps, such as DONE, are no spans.
 */
export function timelineOf(
  events: readonly BatchEvent[],
  deliveries: readonly BatchDelivery[],
): Span[] {
  const moves = events.filter(({ code }) => code === null || !personEvents.includes(code));
  const attempts = new Map<BatchEvent, number>();
  for (const event of moves) {
    if (event.status === "PROCESSING") attempts.set(event, attempts.size + 1);
  }
  const ofJob = moves.flatMap((event, at): Span[] => {
    const what = kinds[event.status];
    if (!what) return [];
    const next = moves[at + 1];
    const isAttempt = what === "attempt";
    return [{
      what,
      name: isAttempt ? String(attempts.get(event)) : "",
      from: Date.parse(event.at),
      until: next && Date.parse(next.at),
      outcome: isAttempt ? next?.status ?? event.stage : "",
      code: isAttempt ? next?.code ?? null : null,
      worker: isAttempt ? event.worker : null,
    }];
  });
  return [...ofJob, ...deliveries.map(spanOf)].toSorted((one, other) => one.from - other.from);
}

function spanOf({ target, state, queuedAt, endedAt, attempts, errorCode }: BatchDelivery): Span {
  return {
    what: "target",
    name: target,
    from: Date.parse(queuedAt),
    until: endedAt === null ? undefined : Date.parse(endedAt),
    outcome: `${state} after ${attempts} ${attempts === 1 ? "attempt" : "attempts"}`,
    code: errorCode,
    worker: null,
  };
}

/** A stage of the last attempt. */
export interface StageSpan {
  readonly stage: string;
  /** Seconds since the start of the attempt. */
  readonly start: number;
  readonly seconds: number;
}

/** The order of a job; JSON in the database has no order. */
const stageOrder = ["look", "import", "store", "place", "deliver", "dispose", "finish"];

/** The stages of the last attempt, one after the other. */
export function stagesOf(seconds: Readonly<Record<string, number>>): StageSpan[] {
  const sorted = Object.entries(seconds).filter(([, spent]) => spent >= 0.001)
    .sort(([one], [other]) => stageOrder.indexOf(one) - stageOrder.indexOf(other));
  let start = 0;
  return sorted.map(([stage, spent]) => {
    const span = { stage, start, seconds: spent };
    start += spent;
    return span;
  });
}
