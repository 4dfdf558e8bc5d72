import { MultiBar, Presets, type SingleBar } from "cli-progress";
import type { IntakeEvent, LogLevel } from "../model/event.ts";
import { isLogged, jsonLine, textLine } from "../system/log.ts";
import type { Environment } from "./command.ts";
import type { Settings } from "./settings.ts";

/** Opens the reporter of the setting LOG: progress bars, or lines of JSON or text. */
export function openReporter(
  { log, logLevel }: Pick<Settings, "log" | "logLevel">,
  { stderr, isTerminal }: Environment,
): Reporter {
  const kind = log === "auto" ? (isTerminal ? "bar" : "json") : log;
  if (kind === "bar") return openProgress(logLevel);
  const format = kind === "json" ? jsonLine : textLine;
  return {
    report: (event) => {
      if (!isLogged(event.level, logLevel)) return;
      try {
        stderr(`${format(event, new Date())}\n`);
      } catch {
        // the disk is full or the reader has ended: only the log is lost
      }
    },
    [Symbol.dispose]: () => {},
  };
}

/** Shows the events of a running command. */
interface Reporter extends Disposable {
  readonly report: (event: IntakeEvent) => void;
}

const batchFormat = "  {batch} {bar} {value}/{total} files, {eta_formatted} left";
const overallFormat =
  "{done} Batches done, {waiting} waiting | {images} images, {rate} images/s, {speed} MB/s, " +
  "{left} left";

/**
 * Draws a progress bar for each Batch that is processed and, above them, a line with totals:
 * Batches done and waiting, images/s, MB/s and the remaining time at this rate. Warnings and errors
 * are written above them.
 */
function openProgress(logLevel: LogLevel): Reporter {
  const options = { hideCursor: true, format: batchFormat, etaBuffer: 50 };
  const bars = new MultiBar(options, Presets.rect);
  const totals = new Totals();
  const overall = bars.create(1, 0, totals.shown(), { format: overallFormat });
  const perBatch = new Map<string, SingleBar>();

  const update = (batch: string, event: IntakeEvent): void => {
    const bar = perBatch.get(batch);
    if (event.name === "batch.started") {
      perBatch.set(batch, bars.create(Math.max(event.files ?? 1, 1), 0, { batch }));
    } else if (event.name === "batch.progressed") {
      bar?.update((event.images ?? 0) + (event.skipped ?? 0), { batch });
    } else if (bar) {
      bars.remove(bar);
      perBatch.delete(batch);
    }
  };
  return {
    report: (event) => {
      totals.add(event);
      if (isWritten(event, logLevel)) bars.log(`${textLine(event, new Date())}\n`);
      if (event.batch) update(event.batch, event);
      overall.update(0, totals.shown());
    },
    [Symbol.dispose]: () => bars.stop(),
  };
}

/** Whether an event is logged as well; the bars already show that a Batch has finished. */
function isWritten(event: IntakeEvent, logLevel: LogLevel): boolean {
  return isLogged(event.level, logLevel) &&
    !(event.name === "batch.finished" && event.level === "info");
}

/** The work done since the start, and the number of waiting Batches. */
class Totals {
  readonly #startedAt = performance.now();
  readonly #active = new Map<string, { images: number; bytes: number }>();
  #done = 0;
  #waiting = 0;
  #images = 0;
  #bytes = 0;

  add({ name, batch, status, images = 0, bytes = 0, waiting = 0 }: IntakeEvent): void {
    if (name === "queue.counted") this.#waiting = waiting;
    if (!batch) return;
    if (name === "batch.progressed") this.#active.set(batch, { images, bytes });
    else this.#active.delete(batch);
    if (!status) return;
    this.#done++;
    this.#images += images;
    this.#bytes += bytes;
  }

  shown(): Record<string, string | number> {
    const seconds = Math.max((performance.now() - this.#startedAt) / 1000, 0.001);
    const active = [...this.#active.values()];
    const images = active.reduce((sum, job) => sum + job.images, this.#images);
    const bytes = active.reduce((sum, job) => sum + job.bytes, this.#bytes);
    const perBatch = this.#done > 0 ? seconds / this.#done : undefined;
    return {
      done: this.#done,
      waiting: this.#waiting,
      images,
      rate: (images / seconds).toFixed(0),
      speed: (bytes / seconds / 1e6).toFixed(1),
      left: perBatch ? `${Math.ceil(perBatch * (this.#waiting + active.length))} s` : "?",
    };
  }
}
