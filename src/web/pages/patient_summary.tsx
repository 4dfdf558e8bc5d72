import type { PatientBatches, PatientContent } from "../../database/views/read_patient.ts";
import { count, counted } from "../format.ts";
import type { Html } from "../view.ts";
import { Table } from "./parts.tsx";

interface PatientSummaryProps {
  readonly patient: string;
  readonly content: PatientContent;
}

/** The answer to whether a patient is complete: what is there, and what may be missing. */
export function PatientSummary({ patient, content }: PatientSummaryProps): Html {
  const { studies, batches } = content;
  const open = openMatters(batches);
  const images = studies.reduce((sum, study) => sum + study.images, 0);
  return (
    <section class="patient" aria-labelledby="patient">
      <h2 id="patient">
        Patient <span class="code">{patient}</span>
      </h2>
      <p>
        {counted(images, "image")} of {counted(studies.length, "study", "studies")} in{" "}
        {counted(batches.all, "Batch", "Batches")}. {open.length === 0
          ? <strong>Nothing is missing as far as the catalogue knows.</strong>
          : <strong>Perhaps not complete:</strong>}
      </p>
      {open.length > 0 ? <ul>{open.map((text) => <li>{text}</li>)}</ul> : null}
      <Table
        label={`Studies of ${patient}`}
        head={["Study date (shifted)", "Modality", "Series", "Images", "Study"]}
        numbers={[2, 3]}
      >
        {studies.map(({ studyInstanceUid, studyDate, modalities, series, images }) => (
          <tr>
            <td>{studyDate ?? "–"}</td>
            <td>{modalities.join(", ") || "–"}</td>
            <td class="n">{count(series)}</td>
            <td class="n">{count(images)}</td>
            <td>
              <a class="code uid" href={`/batches?study=${studyInstanceUid}`}>{studyInstanceUid}</a>
            </td>
          </tr>
        ))}
      </Table>
      <p class="quiet">
        Folders that failed before their images were stored are not part of this: see{" "}
        <a href="/batches?attention=true">what needs attention</a>.
      </p>
    </section>
  );
}

function openMatters(of: PatientBatches): string[] {
  return [
    matter(of.unfinished, "Batch is not finished.", "Batches are not finished."),
    matter(of.failed, "Batch failed.", "Batches failed."),
    matter(
      of.inReview,
      "Batch has images that wait for the decision of a person.",
      "Batches have images that wait for the decision of a person.",
    ),
    matter(of.heldBack, "image was held back by rules.", "images were held back by rules."),
    matter(of.skipped, "file was skipped.", "files were skipped."),
    matter(
      of.instanceGaps,
      "instance number is missing within a series.",
      "instance numbers are missing within series.",
    ),
    matter(
      of.undelivered,
      "delivery was not confirmed by its target.",
      "deliveries were not confirmed by their targets.",
    ),
    matter(of.changed, "folder changed later.", "folders changed later."),
  ].flat();
}

function matter(number: number, one: string, many: string): string[] {
  return number > 0 ? [`${count(number)} ${number === 1 ? one : many}`] : [];
}
