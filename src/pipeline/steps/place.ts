import { surveyText } from "../../folder/survey_folder.ts";
import type { OutputPorts, RowPorts } from "../job_ports.ts";
import { type Found, type JobRun, required, stagedOf } from "../job_run.ts";
import { placeBatch } from "../place_batch.ts";

/** What step `place` needs. */
export interface PlacePorts {
  readonly output: OutputPorts;
  readonly row: Pick<RowPorts, "renew">;
}

/**
 * Renames the staged folder to its final name. The source may be disposed of only if every file of
 * it became an image. Throws IntakeError LEASE_LOST, OUTPUT_UNWRITABLE.
 */
export async function placeOutput(
  { job, ports, resources, found }: JobRun<PlacePorts>,
): Promise<Found> {
  const imported = required(found.imported);
  const duplicates = required(found.duplicates);
  const images = imported.imageCount - duplicates.size;
  await placeBatch(
    {
      staged: stagedOf(job, ports),
      outputBase: ports.output.base,
      code: job.code,
      imageChunks: () => imported.images.chunks(),
      skipped: duplicates,
      images,
      openFiles: ports.output.openFiles,
    },
    () => job.confirmLease(() => ports.row.renew(job)),
  );
  const isComplete = images > 0 && duplicates.size === 0 &&
    imported.skippedCount === imported.ignoredCount;
  resources.dispose();
  const survey = surveyText(required(found.folder));
  return { source: isComplete ? { survey, isResumed: false } : undefined };
}
