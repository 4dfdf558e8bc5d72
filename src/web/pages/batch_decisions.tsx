import type { AuditRow } from "../../database/review/audit_trail.ts";
import { count, counted } from "../format.ts";
import type { Html } from "../view.ts";
import { Table, Time } from "./parts.tsx";

interface BatchDecisionsProps {
  /** Newest first. */
  readonly rows: readonly AuditRow[];
  readonly zone: string;
  /** A reason is written by a person, and may say what a picture shows. */
  readonly isReviewer: boolean;
}

const names: Readonly<Record<AuditRow["what"], string>> = {
  "release": "released",
  "redact": "redacted and released",
  "reject": "rejected",
  "confirm": "confirmed",
  "undo": "undone",
  "carried-out": "carried out",
  "not-possible": "not possible",
};

const head = ["Time", "Decision", "What", "Images", "By", "From"];

/** The audit trail of the decisions about images of a Batch. */
export function BatchDecisions({ rows, zone, isReviewer }: BatchDecisionsProps): Html | null {
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="decisions">
      <h2 id="decisions">Decisions of reviewers</h2>
      <Table
        label="Decisions of reviewers"
        head={isReviewer ? [...head, "Reason"] : head}
        numbers={[3]}
      >
        {rows.map((row) => (
          <tr>
            <td>
              <Time at={row.at} zone={zone} />
            </td>
            <td>{row.decision ?? row.id}</td>
            <td>
              {names[row.what]}
              {row.boxes.length > 0 ? `, ${counted(row.boxes.length, "rectangle")}` : ""}
            </td>
            <td class="n">{count(row.images)}</td>
            <td>{row.by}</td>
            <td>{row.from ?? "–"}</td>
            {isReviewer ? <td class="value">{row.reason}</td> : null}
          </tr>
        ))}
      </Table>
    </section>
  );
}
