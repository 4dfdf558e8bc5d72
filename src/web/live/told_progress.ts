import { z } from "zod";
import type { Progress } from "./progress_board.ts";

const amount = z.number().min(0);
const told = z.object({
  worker: z.string(),
  batches: z.array(z.object({ batch: z.string(), files: amount, done: amount, bytes: amount })),
});

/** As many as the page shows; a notification of PostgreSQL has room for 8,000 bytes. */
const toldAtMost = 50;
/** Whoever is silent for longer has ended. */
const rememberedMs = 60_000;

/** What a process tells others of its Batches in work. */
export function tellOf(worker: string, batches: readonly Progress[]): string {
  return JSON.stringify({ worker, batches: batches.slice(0, toldAtMost) });
}

/** How far Batches are, as the processes that work on them told lately. */
export class ToldProgress {
  readonly #byWorker = new Map<string, { batches: readonly Progress[]; at: number }>();

  constructor(readonly now: () => number = () => performance.now()) {}

  /** What is not understood, from another version perhaps, is not shown. */
  hear(text: string): void {
    const { success, data } = told.safeParse(parse(text));
    if (!success) return;
    this.#forget(); // nobody may look for months
    this.#byWorker.set(data.worker, { batches: data.batches, at: this.now() });
  }

  shown(): Progress[] {
    this.#forget();
    return [...this.#byWorker.values()].flatMap(({ batches }) => batches);
  }

  /** How many processes are remembered. */
  get workers(): number {
    return this.#byWorker.size;
  }

  #forget(): void {
    for (const [worker, { at }] of this.#byWorker) {
      if (this.now() - at > rememberedMs) this.#byWorker.delete(worker);
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
