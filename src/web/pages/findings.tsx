import type { BatchDetail } from "../../database/views/find_batch.ts";
import { count, counted } from "../format.ts";
import type { Html } from "../view.ts";

interface Finding {
  readonly level: "error" | "warn";
  readonly text: string;
  readonly hint: string;
}

/** The findings about a Batch, with hints. */
export function Findings({ batch }: { batch: BatchDetail }): Html {
  const findings = findingsOf(batch);
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">Findings</h2>
      {findings.length === 0
        ? (
          <p class="quiet">
            {batch.status === "DONE" ? "No problems found." : "None so far."}
          </p>
        )
        : (
          <ul class="findings">
            {findings.map(({ level, text, hint }) => (
              <li class={level}>
                <p>{text}</p>
                <p class="quiet">{hint}</p>
              </li>
            ))}
          </ul>
        )}
    </section>
  );
}

function findingsOf(batch: BatchDetail): Finding[] {
  return [...findingsOfFolder(batch), ...findingsOfImages(batch)];
}

function findingsOfFolder(batch: BatchDetail): Finding[] {
  const found: Finding[] = [];
  if (batch.errorCode) {
    const where = `at stage ${batch.stage}`;
    found.push({
      level: "error",
      text: `${batch.errorCode} ${where}: ${batch.errorReason ?? ""}`,
      hint: "Fix the cause, then retry.",
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
  return { level: "warn", text, hint };
}
