import { tellProgress } from "../database/tell_progress.ts";
import type { IntakeEvent } from "../model/event.ts";
import { ProgressBoard } from "../web/live/progress_board.ts";
import { tellOf } from "../web/live/told_progress.ts";
import type { ProgressPorts } from "../../streams/report_progress.ts";
import type { Intake } from "./intake.ts";

const everyMs = 1000;

/** Collects the progress of the Batches of this process, and sends it to processes that show pages. */
export function progressPort(
  { database: { sql }, worker }: Intake,
): ProgressPorts & { readonly onEvent: (event: IntakeEvent) => void } {
  const board = new ProgressBoard();
  return {
    everyMs,
    publish: () => tellProgress(sql, tellOf(worker, board.shown())),
    onEvent: (event) => board.add(event),
  };
}
