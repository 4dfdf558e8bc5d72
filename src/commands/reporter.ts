import { isLogged, jsonLine, textLine } from "../log.ts";
import type { Settings } from "../settings.ts";
import type { Environment } from "./command.ts";
import { openProgress, type Reporter } from "./progress.ts";

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
