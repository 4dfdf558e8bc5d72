import type { BatchEvent } from "../../database/list_batch_events.ts";
import type { Html } from "../html.ts";
import { Status, Time } from "./parts.tsx";

/** The status changes of a Batch, from the audit trail. */
export function Timeline(
  { events, zone }: { events: readonly BatchEvent[]; zone: string },
): Html {
  return (
    <ol class="timeline">
      {events.map(({ at, status, stage, worker, code }) => (
        <li>
          <Time at={at} zone={zone} />
          <Status of={status} />
          <span>{code ? <code class="loud">{code}</code> : stage}</span>
          <span class="code quiet">{status === "PROCESSING" ? worker : ""}</span>
        </li>
      ))}
    </ol>
  );
}
