import type { BatchDetail } from "../../database/views/find_batch.ts";
import { findingsOf } from "../findings.ts";
import { adviceSections } from "../help/advice.ts";
import type { Html } from "../view.ts";
import { Code, Markdown } from "./help.tsx";

/** The findings about a Batch, with hints, below `children`. */
export function Findings(
  { batch, children }: { batch: BatchDetail; children?: unknown },
): Html {
  const findings = findingsOf(batch);
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">Findings</h2>
      {children}
      {findings.length === 0
        ? (
          <p class="quiet">
            {batch.status === "DONE" ? "No problems found." : "None so far."}
          </p>
        )
        : (
          <ul class="findings">
            {findings.map(({ level, code, text, hint }) => (
              <li class={level}>
                <p>
                  {code ? <Code of={code} section={adviceSections.batch} /> : null} {text}
                </p>
                <p class="quiet">
                  <Markdown text={hint} />
                </p>
              </li>
            ))}
          </ul>
        )}
    </section>
  );
}
