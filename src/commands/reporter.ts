import { isLogged, jsonLine, textLine } from "../log.ts";
import type { IntakeEvent } from "../model/event.ts";
import type { Settings } from "../settings.ts";
import type { Surroundings } from "./command.ts";
import { openProgress } from "./progress.ts";

/** Takes the news of a running command to whoever reads it. */
export interface Reporter extends Disposable {
  readonly tell: (news: IntakeEvent) => void;
}

/** Chooses how news is shown: a progress bar on a terminal, lines of JSON or text elsewhere. */
export function openReporter(
  { log, logLevel }: Pick<Settings, "log" | "logLevel">,
  { stderr, isTerminal }: Surroundings,
): Reporter {
  const how = log === "auto" ? (isTerminal ? "bar" : "json") : log;
  if (how === "bar") return openProgress(logLevel);
  const format = how === "json" ? jsonLine : textLine;
  return {
    tell: (news) => {
      if (!isLogged(news.level, logLevel)) return;
      try {
        stderr(`${format(news, new Date())}\n`);
      } catch {
        // its disk is full, or its reader has gone: the log is lost, the work is not
      }
    },
    [Symbol.dispose]: () => {},
  };
}
