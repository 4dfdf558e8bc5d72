import { MultiBar, Presets, type SingleBar } from "cli-progress";
import { isLogged, textLine } from "../log.ts";
import type { IntakeEvent, LogLevel } from "../model/event.ts";
import type { Reporter } from "./reporter.ts";

const batchFormat = "  {batch} {bar} {value}/{total} files, {eta_formatted} left";
const overallFormat =
  "{done} Batches done, {waiting} waiting | {images} images, {rate} images/s, {speed} MB/s, {left} left";

/**
 * Draws a bar for each Batch in work and, above them, a line for the whole: Batches done and
 * waiting, images/s, MB/s and the time that is left at this rate. Warnings and errors are
 * written above.
 */
export function openProgress(logLevel: LogLevel): Reporter {
  const options = { hideCursor: true, format: batchFormat, etaBuffer: 50 };
  const bars = new MultiBar(options, Presets.rect);
  const totals = new Totals();
  const overall = bars.create(1, 0, totals.shown(), { format: overallFormat });
  const perBatch = new Map<string, SingleBar>();

  const follow = (batch: string, news: IntakeEvent): void => {
    const bar = perBatch.get(batch);
    if (news.name === "batch.started") {
      perBatch.set(batch, bars.create(Math.max(news.files ?? 1, 1), 0, { batch }));
    } else if (news.name === "batch.progressed") {
      bar?.update((news.images ?? 0) + (news.skipped ?? 0), { batch });
    } else if (bar) {
      bars.remove(bar);
      perBatch.delete(batch);
    }
  };
  return {
    tell: (news) => {
      totals.add(news);
      if (isWritten(news, logLevel)) bars.log(`${textLine(news, new Date())}\n`);
      if (news.batch) follow(news.batch, news);
      overall.update(0, totals.shown());
    },
    [Symbol.dispose]: () => bars.stop(),
  };
}

/** The bars say already that a Batch is done. */
function isWritten(news: IntakeEvent, logLevel: LogLevel): boolean {
  return isLogged(news.level, logLevel) && !(news.status && news.level === "info");
}

/** What has been done since the start, and what waits. */
class Totals {
  readonly #startedAt = performance.now();
  readonly #inWork = new Map<string, { images: number; bytes: number }>();
  #done = 0;
  #waiting = 0;
  #images = 0;
  #bytes = 0;

  add({ name, batch, status, images = 0, bytes = 0, waiting = 0 }: IntakeEvent): void {
    if (name === "queue.counted") this.#waiting = waiting;
    if (!batch) return;
    if (name === "batch.progressed") this.#inWork.set(batch, { images, bytes });
    else this.#inWork.delete(batch);
    if (!status) return;
    this.#done++;
    this.#images += images;
    this.#bytes += bytes;
  }

  shown(): Record<string, string | number> {
    const seconds = Math.max((performance.now() - this.#startedAt) / 1000, 0.001);
    const open = [...this.#inWork.values()];
    const images = open.reduce((sum, job) => sum + job.images, this.#images);
    const bytes = open.reduce((sum, job) => sum + job.bytes, this.#bytes);
    const perBatch = this.#done > 0 ? seconds / this.#done : undefined;
    return {
      done: this.#done,
      waiting: this.#waiting,
      images,
      rate: (images / seconds).toFixed(0),
      speed: (bytes / seconds / 1e6).toFixed(1),
      left: perBatch ? `${Math.ceil(perBatch * (this.#waiting + open.length))} s` : "?",
    };
  }
}
