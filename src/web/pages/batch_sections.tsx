import type { BatchEvent, BatchSeries } from "../../database/views/find_batch.ts";
import type { Html } from "../view.ts";
import { Count, Empty, Size, Status, Table, Time } from "./parts.tsx";

const head = ["Modality", "No.", "Series", "Patient", "Study date", "Images", "Size", ""];

/** The series of a Batch, with links to the middle image and to all images. */
export function SeriesTable(
  { series, code }: { series: readonly BatchSeries[]; code: string },
): Html {
  if (series.length === 0) return <Empty title="No image of this Batch was delivered" />;
  return (
    <Table label="Series" head={head} numbers={[1, 5, 6]}>
      {series.map((each) => (
        <tr>
          <td>{each.modality ?? "–"}</td>
          <td class="n">{each.seriesNumber ?? "–"}</td>
          <td>
            {each.description ? <span>{each.description}</span> : null}
            <span class="code uid">{each.seriesInstanceUid}</span>
          </td>
          <td class="code">{each.patient ?? "–"}</td>
          <td>{each.studyDate ?? "–"}</td>
          <td class="n">
            <Count of={each.images} />
          </td>
          <td class="n">
            <Size of={each.bytes} />
          </td>
          <td class="actions">
            <a href={`/images/${each.middleImage}`}>View</a>
            <a href={`/batches/${code}/images?series=${each.seriesInstanceUid}`}>Images</a>
          </td>
        </tr>
      ))}
    </Table>
  );
}

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
