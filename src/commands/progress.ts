import { MultiBar, Presets, type SingleBar } from "cli-progress";
import { isLoud, type LogLevel, type News, textLine } from "../log.ts";
import type { Reporter } from "./reporter.ts";

/** What has been done since the start. */
interface Totals {
  batches: number;
  images: number;
  bytes: number;
}

/**
 * Draws a line for the whole and one for each Batch in work: images, images/s, MB/s and
 * Batches still waiting. Warnings and errors are written above them.
 */
export function openProgress(logLevel: LogLevel): Reporter {
  const bars = new MultiBar(
    { hideCursor: true, format: "  {batch}  {images} images" },
    Presets.rect,
  );
  const format = "{batches} Batches done, {images} images, {rate} images/s, {speed} MB/s";
  const overall = bars.create(1, 0, {}, { format });
  const perBatch = new Map<string, { bar: SingleBar; images: number; bytes: number }>();
  const totals: Totals = { batches: 0, images: 0, bytes: 0 };
  const startedAt = performance.now();

  const redraw = (): void => {
    const open = [...perBatch.values()];
    const images = totals.images + open.reduce((sum, { images }) => sum + images, 0);
    const bytes = totals.bytes + open.reduce((sum, { bytes }) => sum + bytes, 0);
    const seconds = Math.max((performance.now() - startedAt) / 1000, 0.001);
    overall.update(0, {
      batches: totals.batches,
      images,
      rate: (images / seconds).toFixed(0),
      speed: (bytes / seconds / 1e6).toFixed(1),
    });
  };
  const begin = (batch: string): void => {
    const bar = bars.create(1, 0, { batch, images: 0 });
    perBatch.set(batch, { bar, images: 0, bytes: 0 });
  };
  const end = (batch: string, news: News): void => {
    const entry = perBatch.get(batch);
    if (entry) bars.remove(entry.bar);
    perBatch.delete(batch);
    if (!news.status) return;
    totals.batches++;
    totals.images += news.images ?? 0;
    totals.bytes += news.bytes ?? 0;
  };
  const advance = (batch: string, news: News): void => {
    const entry = perBatch.get(batch);
    if (!entry) return;
    entry.images = news.images ?? 0;
    entry.bytes = news.bytes ?? 0;
    entry.bar.update(0, { batch, images: entry.images });
  };

  return {
    tell: (news) => {
      const quiet = news.event === "batch.done" || news.event === "batch.empty";
      if (isLoud(news.level, logLevel) && !quiet) bars.log(`${textLine(news, new Date())}\n`);
      if (!news.batch) return;
      if (news.event === "batch.started") begin(news.batch);
      else if (news.event === "batch.progress") advance(news.batch, news);
      else if (news.event.startsWith("batch.")) end(news.batch, news);
      redraw();
    },
    [Symbol.dispose]: () => bars.stop(),
  };
}
