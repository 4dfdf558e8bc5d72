import { notifyProgress } from "../database/notify_progress.ts";
import type { IntakeEvent } from "../model/event.ts";
import { ProgressBoard } from "../web/live/progress_board.ts";
import { progressReport } from "../web/live/reported_progress.ts";
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
    publish: () => notifyProgress(sql, progressReport(worker, board.shown())),
    onEvent: (event) => board.add(event),
  };
}
