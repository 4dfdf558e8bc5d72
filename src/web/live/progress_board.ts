import { z } from "zod";
import type { IntakeEvent } from "../../model/event.ts";

/** The progress of a Batch that is being processed. */
export interface Progress {
  readonly batch: string;
  readonly files: number;
  /** How many of the files were imported or skipped. */
  readonly done: number;
  readonly bytes: number;
}

/** The progress of the Batches of this process, according to its events. */
export class ProgressBoard {
  readonly #running = new Map<string, Progress>();

  add(event: IntakeEvent): void {
    switch (event.name) {
      case "batch.started": {
        const { batch, files } = event;
        this.#running.set(batch, { batch, files, done: 0, bytes: 0 });
        return;
      }
      case "batch.progressed": {
        const { batch, images, skipped, bytes } = event;
        const known = this.#running.get(batch);
        if (known) this.#running.set(batch, { ...known, done: images + skipped, bytes });
        return;
      }
      case "batch.placed":
      case "batch.finished":
      case "batch.failed":
      case "batch.postponed":
      case "batch.released":
      case "batch.abandoned":
      case "lease.lost":
        this.#running.delete(event.batch);
    }
  }

  shown(): Progress[] {
    return [...this.#running.values()];
  }
}

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
