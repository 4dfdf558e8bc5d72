import { clearQuarantine } from "../../output/sweep_quarantine.ts";
import { earlierImages } from "../earlier_output.ts";
import type { CataloguePorts, OutputPorts, ReviewPorts, RowPorts } from "../job_ports.ts";
import { type Found, type JobRun, outputOf, required, stagedOf } from "../job_run.ts";
import { placeBatch } from "../place_batch.ts";

/** What step `place` of a review needs. */
export interface PlaceDecidedPorts {
  readonly output: OutputPorts;
  readonly catalogue: Pick<CataloguePorts, "areStored" | "countStored" | "isComplete">;
  readonly review: Pick<ReviewPorts, "quarantine" | "open" | "carriedOut">;
  readonly row: Pick<RowPorts, "renew">;
}

/**
 * Replaces the output by one that has the released images, too, and records that the decisions were
 * carried out; then their originals are deleted. The source may be disposed of if every file of it
 * became an image or was rejected. Throws IntakeError LEASE_LOST, OUTPUT_UNWRITABLE,
 * MANIFEST_DAMAGED.
 */
export async function placeDecided(
  { job, ports, resources, found }: JobRun<PlaceDecidedPorts>,
): Promise<Found> {
  const { catalogue, review, row, output } = ports;
  const imported = required(found.imported);
  const duplicates = required(found.duplicates);
  const staged = stagedOf(job, ports);
  const confirmLease = (): Promise<void> => job.confirmLease(() => row.renew(job));
  const newImages = imported.imageCount - duplicates.size;
  // an earlier attempt of this job may have placed images that are not released any more
  if (required(found.decisions).some(({ action }) => action !== "reject")) {
    const images = await catalogue.countStored(job);
    const added = new Set<string>();
    for (const rows of imported.images.chunks()) {
      for (const { sopInstanceUid, fileNumber } of rows) {
        if (!duplicates.has(fileNumber)) added.add(sopInstanceUid);
      }
    }
    await Deno.mkdir(staged, { recursive: true, mode: 0o750 });
    const from = { output: outputOf(job, ports), staged, added, images: images - newImages };
    await placeBatch({
      staged,
      outputBase: output.base,
      code: job.code,
      imageChunks: () => imported.images.chunks(),
      skipped: duplicates,
      images,
      openFiles: output.openFiles,
      earlier: earlierImages(job, catalogue, from),
    }, confirmLease);
  }
  resources.dispose();
  await review.carriedOut(job, newImages > 0);
  await confirmLease();
  await clearQuarantine(review.quarantine, job.code, await review.open(job));
  const isComplete = await catalogue.isComplete(job);
  return { source: isComplete ? { survey: job.survey, isResumed: false } : undefined };
}
