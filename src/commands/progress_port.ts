import { tellProgress } from "../database/tell_progress.ts";
import type { IntakeEvent } from "../model/event.ts";
import { ProgressBoard } from "../web/live/progress_board.ts";
import { tellOf } from "../web/live/told_progress.ts";
import type { ProgressPorts } from "../../streams/report_progress.ts";
import type { Intake } from "./intake.ts";

const everyMs = 1000;

/** Hears how far the Batches of this process are, for whoever shows pages. */
export function progressPort(
  { database: { sql }, worker }: Intake,
): ProgressPorts & { readonly hear: (news: IntakeEvent) => void } {
  const board = new ProgressBoard();
  return {
    everyMs,
    tell: () => tellProgress(sql, tellOf(worker, board.shown())),
    hear: (news) => board.add(news),
  };
}
