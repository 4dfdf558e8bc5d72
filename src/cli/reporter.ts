import { MultiBar, Presets, type SingleBar } from "cli-progress";
import type { IntakeEvent, LogLevel } from "../model/event.ts";
import { isLogged, jsonLine, textLine } from "../system/log.ts";
import type { Environment } from "./command.ts";
import { ProgressTotals } from "./progress_totals.ts";
import { RecentRate, timeLeft } from "./recent_rate.ts";
import type { Settings } from "./settings.ts";
import { type Style, styled, type Terminal, terminalOf } from "./terminal.ts";
import { wrapText } from "./wrap_text.ts";

/** Opens the reporter of the setting LOG: progress bars, or lines of JSON or text. */
export function openReporter(
  { log, logLevel }: Pick<Settings, "log" | "logLevel">,
  { stderr, isTerminal }: Environment,
): Reporter {
  const kind = log === "auto" ? (isTerminal ? "bar" : "json") : log;
  const terminal = terminalOf(Deno.stderr);
  if (kind === "bar") return openProgress(logLevel, terminal);
  return {
    report: (event) => {
      if (!isLogged(event.level, logLevel)) return;
      const now = new Date();
      try {
        stderr(kind === "json" ? `${jsonLine(event, now)}\n` : shownLine(event, now, terminal));
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

/** What Ctrl-C does, for the start message of a command that runs jobs on a terminal. */
export function stopHint(
  { grace }: Pick<Settings, "grace">,
  { isTerminal }: Pick<Environment, "isTerminal">,
): { readonly hint?: string } {
  if (!isTerminal) return {};
  const first = `Press Ctrl-C to stop: no new job starts, running jobs have ${grace} s to end.`;
  return { hint: `${first} Press it again to requeue them and quit at once.` };
}

const styleOfLevel: Readonly<Record<LogLevel, Style>> = {
  debug: "dim",
  info: "cyan",
  warn: "yellow",
  error: "red",
};

/** The indent of the second line of a text: below the level, behind the time. */
const indent = "         ";

/** An event as text, in lines that fit into the terminal. */
function shownLine(event: IntakeEvent, at: Date, terminal: Terminal): string {
  const level = event.level.toUpperCase();
  const text = wrapText(textLine(event, at), terminal.columns, { first: "", next: indent });
  return text.replace(level, () => styled(level, styleOfLevel[event.level], terminal));
}

/** Both fit in 60 columns. */
const batchFormat = "  {batch} {bar} {value}/{total} files, {left} left";
const overallFormat =
  "{done} done, {waiting} waiting | {rate} images/s, {speed} MB/s | {left} left";

/**
 * Draws a progress bar for each Batch that is processed and, above them, a line with totals:
 * Batches done and waiting, images/s and MB/s of the last minute, and the remaining time at this
 * rate. Warnings and errors are written above them.
 */
function openProgress(logLevel: LogLevel, terminal: Terminal): Reporter {
  const options = { hideCursor: true, format: batchFormat, barsize: 12 };
  const bars = new MultiBar(options, Presets.rect);
  const totals = new ProgressTotals();
  const overall = bars.create(1, 0, totals.shown(), { format: overallFormat });
  const perBatch = new Map<string, { readonly bar: SingleBar; readonly rate: RecentRate }>();

  const update = (batch: string, event: IntakeEvent): void => {
    const known = perBatch.get(batch);
    if (event.name === "batch.started") {
      const bar = bars.create(Math.max(event.files ?? 1, 1), 0, { batch, left: "?" });
      perBatch.set(batch, { bar, rate: new RecentRate(() => performance.now() / 1000) });
    } else if (event.name === "batch.progressed" && known) {
      const done = event.images + event.skipped;
      const rest = known.bar.getTotal() - done;
      known.bar.update(done, { batch, left: timeLeft(rest, known.rate.perSecond(done)) });
    } else if (known && event.name !== "batch.progressed") {
      bars.remove(known.bar);
      perBatch.delete(batch);
    }
  };
  return {
    report: (event) => {
      totals.add(event);
      if (isWritten(event, logLevel)) {
        const lines = shownLine(event, new Date(), terminal).trimEnd().split("\n");
        for (const line of lines) bars.log(`${line}\n`);
      }
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
