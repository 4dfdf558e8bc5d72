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
