import type { BatchSeries } from "../../database/list_batch_series.ts";
import type { Html } from "../html.ts";
import { Count, Empty, Size, Table } from "./parts.tsx";

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
