import type { BatchLine } from "../../database/list_batches.ts";
import { duration } from "../format.ts";
import type { Html } from "../html.ts";
import { BatchLink, Count, Size, Status, Table, Time } from "./parts.tsx";

const head = [
  "Batch",
  "Status",
  "Stage or error",
  "Images",
  "Skipped",
  "Held back",
  "Size",
  "Found",
  "Duration",
];

/** A table of Batches. */
export function BatchTable(
  { batches, zone }: { batches: readonly BatchLine[]; zone: string },
): Html {
  return (
    <Table label="Batches" head={head} numbers={[3, 4, 5, 6, 8]}>
      {batches.map((batch) => (
        <tr>
          <td>
            <BatchLink code={batch.code} />
          </td>
          <td>
            <Status of={batch.status} />
          </td>
          <td>{remark(batch)}</td>
          <td class="n">
            <Count of={batch.images} />
          </td>
          <td class="n">
            <Count of={batch.skipped - batch.heldBack} loud />
          </td>
          <td class="n">
            <Count of={batch.heldBack} />
          </td>
          <td class="n">
            <Size of={batch.bytes} />
          </td>
          <td>
            <Time at={batch.foundAt} zone={zone} />
          </td>
          <td class="n">{durationOf(batch)}</td>
        </tr>
      ))}
    </Table>
  );
}

function remark({ errorCode, changed, stage }: BatchLine): Html {
  if (errorCode) return <code class="loud">{errorCode}</code>;
  if (changed) return <span class="loud">folder changed</span>;
  return <span class="quiet">{stage}</span>;
}

function durationOf({ startedAt, finishedAt }: BatchLine): Html | string {
  if (startedAt === null || finishedAt === null) return <span class="none">–</span>;
  return duration(Math.max(Date.parse(finishedAt) - Date.parse(startedAt), 0) / 1000);
}
