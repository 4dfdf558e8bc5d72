import type { IntakeEvent } from "../../model/event.ts";

/** How far a Batch in work is. */
export interface Progress {
  readonly batch: string;
  readonly files: number;
  /** Of those, done: delivered or left out. */
  readonly done: number;
  readonly bytes: number;
}

/** All files are done then, and the Batch is still in work. */
const delivering = new Set(["delivery.progressed", "delivery.finished"]);

/** How far the Batches of this process are, by its news. */
export class ProgressBoard {
  readonly #inWork = new Map<string, Progress>();

  add({ name, batch, files = 1, images = 0, skipped = 0, bytes = 0 }: IntakeEvent): void {
    if (!batch || name.startsWith("folder.") || delivering.has(name)) return;
    const known = this.#inWork.get(batch);
    if (name === "batch.started") this.#inWork.set(batch, { batch, files, done: 0, bytes: 0 });
    else if (name !== "batch.progressed") this.#inWork.delete(batch);
    else if (known) this.#inWork.set(batch, { ...known, done: images + skipped, bytes });
  }

  shown(): Progress[] {
    return [...this.#inWork.values()];
  }
}
