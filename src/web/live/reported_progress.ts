import { z } from "zod";
import type { Progress } from "./progress_board.ts";

const amount = z.number().min(0);
const report = z.object({
  worker: z.string(),
  batches: z.array(z.object({ batch: z.string(), files: amount, done: amount, bytes: amount })),
});

/** The page shows no more; a notification of PostgreSQL is limited to 8,000 bytes. */
const maxBatches = 50;
/** A process that has not reported for this long has ended. */
const expiresAfterMs = 60_000;

/** Formats the progress of a process's Batches, to be sent to other processes. */
export function progressReport(worker: string, batches: readonly Progress[]): string {
  return JSON.stringify({ worker, batches: batches.slice(0, maxBatches) });
}

/** The progress of Batches, as their processes last reported it. */
export class ReportedProgress {
  readonly #byWorker = new Map<string, { batches: readonly Progress[]; at: number }>();

  constructor(readonly now: () => number = () => performance.now()) {}

  /** Adds a report. Invalid reports, for example of another version, are ignored. */
  add(text: string): void {
    const { success, data } = report.safeParse(parse(text));
    if (!success) return;
    this.#removeExpired(); // here too, because pages may not be viewed for months
    this.#byWorker.set(data.worker, { batches: data.batches, at: this.now() });
  }

  shown(): Progress[] {
    this.#removeExpired();
    return [...this.#byWorker.values()].flatMap(({ batches }) => batches);
  }

  /** The number of processes whose progress is known. */
  get workers(): number {
    return this.#byWorker.size;
  }

  #removeExpired(): void {
    for (const [worker, { at }] of this.#byWorker) {
      if (this.now() - at > expiresAfterMs) this.#byWorker.delete(worker);
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
