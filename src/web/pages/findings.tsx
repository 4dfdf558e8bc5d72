import type { BatchDetail } from "../../database/find_batch.ts";
import { count, counted } from "../format.ts";
import type { Html } from "../html.ts";

interface Finding {
  readonly level: "error" | "warn";
  readonly text: string;
  readonly hint: string;
}

/** What the check of the whole Batch found, and what to do. */
export function Findings({ batch }: { batch: BatchDetail }): Html {
  const findings = findingsOf(batch);
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">Findings</h2>
      {findings.length === 0
        ? (
          <p class="quiet">
            {batch.status === "DONE" ? "None: all is as it should be." : "None yet."}
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
    add("error", `${batch.errorCode} ${where}: ${batch.errorReason ?? ""}`, "Mend it, then retry.");
  }
  if (batch.changed) {
    add("warn", "The folder changed after its job.", "Retry takes what is there now.");
  }
  for (const base of batch.conflicts) {
    add(
      "warn",
      `A folder of the same name is in ${base} too.`,
      "Rename one; that one was not taken.",
    );
  }
  const leftOut = batch.skipped - batch.heldBack;
  if (leftOut > 0) {
    const where = `${leftOut === 1 ? "Its code is" : "Their codes are"} listed below.`;
    add("warn", `${counted(leftOut, "file")} left out.`, where);
  }
  if (batch.patients > 1) {
    add(
      "warn",
      `${count(batch.patients)} patients in one folder.`,
      "See whether they belong together.",
    );
  }
  if (batch.studyDates > 1) {
    add("warn", `${count(batch.studyDates)} study dates in one folder.`, "Studies may be mixed.");
  }
  if (batch.instanceGaps > 0) {
    add(
      "warn",
      `${counted(batch.instanceGaps, "instance number")} missing within series.`,
      "Images may not have been sent.",
    );
  }
  return found;
}
