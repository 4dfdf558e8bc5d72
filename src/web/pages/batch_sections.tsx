import type {
  BatchDetail,
  BatchEvent,
  BatchSeries,
  SkippedLine,
} from "../../database/views/find_batch.ts";
import { personEvents } from "../../model/retry.ts";
import { count } from "../format.ts";
import { adviceSections } from "../help/advice.ts";
import type { Html } from "../view.ts";
import { Code } from "./help.tsx";
import { Command, Count, Empty, Size, Status, Table, Time } from "./parts.tsx";

const head = ["Modality", "No.", "Series", "Patient", "Study date", "Images", "Size", ""];

/** The series of a Batch, with links to the viewer, at the middle image, and to all images. */
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
            <a href={`/series/${each.seriesInstanceUid}?image=${each.middleImage}`}>View</a>
            <a href={`/batches/${code}/images?series=${each.seriesInstanceUid}`}>Images</a>
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** The first skipped files of a Batch, with the reasons. */
export function SkippedFiles(
  { batch, files }: { batch: BatchDetail; files: readonly SkippedLine[] },
): Html {
  if (files.length === 0) return <p class="quiet">{noneSkipped(batch)}</p>;
  return (
    <>
      <Table label="Skipped files" head={["File", "Code", "Reason", "Rule"]}>
        {files.map(({ file, code, reason, group, rule }) => (
          <tr>
            <td>file {count(file)}</td>
            <td>
              <Code of={code} section={adviceSections.file} />
            </td>
            <td class="wide">{reason}</td>
            <td>{rule ? `${rule} (${group ?? ""})` : <span class="none">–</span>}</td>
          </tr>
        ))}
      </Table>
      <p class="quiet">
        {batch.skipped > files.length ? `${count(batch.skipped - files.length)} more. ` : ""}
        File names are not shown because they may identify patients. Users with access to the schema
        identity can see them: <Command line={`errors ${batch.code} --paths`} />.
      </p>
    </>
  );
}

function noneSkipped({ status }: BatchDetail): string {
  return status === "DONE" ? "None. All files were delivered." : "None so far.";
}

function isAction(code: string | null): boolean {
  return code !== null && personEvents.includes(code);
}

/** What a person has asked for. */
function Asked({ event: { code, worker, note } }: { event: BatchEvent }): Html {
  return <span>{code} by {worker}{note ? `: ${note}` : ""}</span>;
}

function Changed({ event: { status, stage, worker, code } }: { event: BatchEvent }): Html {
  return (
    <>
      <Status of={status} />
      <span>{code ? <code class="loud">{code}</code> : stage}</span>
      <span class="code quiet">{status === "PROCESSING" ? worker : ""}</span>
    </>
  );
}

/** The status changes of a Batch, from the audit trail. */
export function Timeline(
  { events, zone }: { events: readonly BatchEvent[]; zone: string },
): Html {
  return (
    <ol class="timeline">
      {events.map((event) => (
        <li>
          <Time at={event.at} zone={zone} />
          {isAction(event.code) ? <Asked event={event} /> : <Changed event={event} />}
        </li>
      ))}
    </ol>
  );
}
