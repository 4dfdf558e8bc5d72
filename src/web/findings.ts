import type { BatchDetail } from "../database/views/find_batch.ts";
import { count, counted } from "./format.ts";
import { adviceOn, adviceSections } from "./help/advice.ts";

/** Something about a Batch that a person should know. */
export interface Finding {
  readonly level: "error" | "warn";
  /** The code of the error. */
  readonly code: string | null;
  readonly text: string;
  /** What it means and what to do, with code spans. */
  readonly hint: string;
}

/** The findings about a Batch; none if it needs no attention. */
export function findingsOf(batch: BatchDetail): Finding[] {
  return [findingsOfFolder(batch), findingsOfImages(batch)].flat();
}

function findingsOfFolder(batch: BatchDetail): Finding[] {
  const found: Finding[] = [];
  if (batch.errorCode) {
    const known = adviceOn(batch.errorCode, adviceSections.batch);
    found.push({
      level: "error",
      code: batch.errorCode,
      text: `at stage ${batch.stage}: ${batch.errorReason ?? ""}`,
      hint: known ? `${known.meaning} ${known.remedy}` : "Fix the cause, then retry.",
    });
  }
  if (batch.changed) {
    found.push(
      warning("The folder changed after it was processed.", "Retry processes its current content."),
    );
  }
  for (const base of batch.conflicts) {
    const text = `${base} contains a folder of the same name.`;
    found.push(warning(text, "It was not processed. Rename it to process it."));
  }
  return found;
}

function findingsOfImages(batch: BatchDetail): Finding[] {
  const found: Finding[] = [];
  const warn = (text: string, hint: string): number => found.push(warning(text, hint));
  const skipped = batch.skipped - batch.heldBack;
  if (skipped > 0) warn(`${counted(skipped, "file")} skipped.`, "The reasons are listed below.");
  if (batch.heldBack > 0) {
    const text = `${counted(batch.heldBack, "image")} held back by rules.`;
    warn(text, "They were not delivered. The rules are listed below.");
  }
  if (batch.gateFindings > 0) {
    const text = `${counted(batch.gateFindings, "image")} delivered in spite of findings.`;
    warn(text, "`GATE=warn` delivers them. `errors` lists the findings.");
  }
  if (batch.patients > 1) {
    const text = `${count(batch.patients)} patients in one folder.`;
    warn(text, "Check whether they belong together.");
  }
  if (batch.studyDates > 1) {
    const text = `${count(batch.studyDates)} study dates in one folder.`;
    warn(text, "The folder may contain several studies.");
  }
  if (batch.instanceGaps > 0) {
    const text = `${counted(batch.instanceGaps, "instance number")} missing within series.`;
    warn(text, "The sender may not have sent all images.");
  }
  return found;
}

function warning(text: string, hint: string): Finding {
  return { level: "warn", code: null, text, hint };
}
