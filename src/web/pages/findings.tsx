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
  const found: Finding[] = [];
  const add = (level: Finding["level"], text: string, hint: string): void => {
    found.push({ level, text, hint });
  };
  if (batch.errorCode) {
    const where = `at stage ${batch.stage}`;
    add(
      "error",
      `${batch.errorCode} ${where}: ${batch.errorReason ?? ""}`,
      "Fix the cause, then retry.",
    );
  }
  if (batch.changed) {
    add(
      "warn",
      "The folder changed after it was processed.",
      "Retry processes its current content.",
    );
  }
  for (const base of batch.conflicts) {
    add(
      "warn",
      `${base} contains a folder of the same name.`,
      "It was not processed. Rename it to process it.",
    );
  }
  const skipped = batch.skipped - batch.heldBack;
  if (skipped > 0) {
    add("warn", `${counted(skipped, "file")} skipped.`, "The reasons are listed below.");
  }
  if (batch.patients > 1) {
    add(
      "warn",
      `${count(batch.patients)} patients in one folder.`,
      "Check whether they belong together.",
    );
  }
  if (batch.studyDates > 1) {
    add(
      "warn",
      `${count(batch.studyDates)} study dates in one folder.`,
      "The folder may contain several studies.",
    );
  }
  if (batch.instanceGaps > 0) {
    add(
      "warn",
      `${counted(batch.instanceGaps, "instance number")} missing within series.`,
      "The sender may not have sent all images.",
    );
  }
  return found;
}
