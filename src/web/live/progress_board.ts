import type { News } from "../../log.ts";

/** How far a Batch in work is. */
export interface Progress {
  readonly batch: string;
  readonly files: number;
  /** Of those, done: delivered or left out. */
  readonly done: number;
  readonly bytes: number;
}

/** All files are done then, and the Batch is still in work. */
const delivering = new Set(["batch.sending", "batch.sent"]);

/** How far the Batches of this process are, by its news. */
export class ProgressBoard {
  readonly #inWork = new Map<string, Progress>();

  add({ event, batch, files = 1, images = 0, skipped = 0, bytes = 0 }: News): void {
    if (!batch || event.startsWith("folder.") || delivering.has(event)) return;
    const known = this.#inWork.get(batch);
    if (event === "batch.started") this.#inWork.set(batch, { batch, files, done: 0, bytes: 0 });
    else if (event !== "batch.progress") this.#inWork.delete(batch);
    else if (known) this.#inWork.set(batch, { ...known, done: images + skipped, bytes });
  }

  shown(): Progress[] {
    return [...this.#inWork.values()];
  }
}
