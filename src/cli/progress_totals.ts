import type { IntakeEvent } from "../model/event.ts";
import { RecentRate, timeLeft } from "./recent_rate.ts";

interface Amount {
  readonly images: number;
  readonly bytes: number;
}

/** A Batch may take longer than a minute: the rate is that of at least so many. */
const leastBatches = 5;

/** The work done since the start, its rate in the last minute, and the waiting Batches. */
export class ProgressTotals {
  readonly #active = new Map<string, Amount>();
  /** Batches whose images are counted, and whose targets have not confirmed them yet. */
  readonly #placed = new Set<string>();
  readonly #rates: Readonly<Record<"batches" | "images" | "bytes", RecentRate>>;
  #done = 0;
  #waiting = 0;
  #images = 0;
  #bytes = 0;

  /** `now` is a clock in seconds. */
  constructor(now: () => number = () => performance.now() / 1000) {
    this.#rates = {
      batches: new RecentRate(now, leastBatches),
      images: new RecentRate(now),
      bytes: new RecentRate(now),
    };
  }

  add({ name, batch, status, images = 0, bytes = 0, waiting = 0 }: IntakeEvent): void {
    if (name === "queue.counted") this.#waiting = waiting;
    if (!batch) return;
    if (name === "batch.started" || name === "batch.progressed") {
      this.#active.set(batch, { images, bytes });
      return;
    }
    const active = this.#active.get(batch);
    this.#active.delete(batch);
    if (name === "batch.placed") {
      this.#placed.add(batch);
      this.#count(active ?? { images, bytes });
    }
    if (!status) return;
    this.#done++;
    if (!this.#placed.delete(batch)) this.#count({ images, bytes });
  }

  #count({ images, bytes }: Amount): void {
    this.#images += images;
    this.#bytes += bytes;
  }

  /** The values of the line with the totals. */
  shown(): Record<string, string | number> {
    const active = [...this.#active.values()];
    const images = active.reduce((sum, job) => sum + job.images, this.#images);
    const bytes = active.reduce((sum, job) => sum + job.bytes, this.#bytes);
    const rest = this.#waiting + active.length;
    return {
      done: this.#done,
      waiting: this.#waiting,
      rate: this.#rates.images.perSecond(images).toFixed(0),
      speed: (this.#rates.bytes.perSecond(bytes) / 1e6).toFixed(1),
      left: timeLeft(rest, this.#rates.batches.perSecond(this.#done)),
    };
  }
}
