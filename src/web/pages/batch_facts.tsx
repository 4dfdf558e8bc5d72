import type { BatchDetail, BatchSeries } from "../../database/views/find_batch.ts";
import { count, counted, size } from "../format.ts";
import type { Html } from "../view.ts";
import { Time } from "./parts.tsx";

/** The images of a Batch; those in the catalogue until its job has counted them. */
interface ShownImages {
  readonly count: number;
  readonly series: number;
  readonly bytes: number;
}

/** The images that the page of a Batch counts. */
export function storedImages(batch: BatchDetail, series: readonly BatchSeries[]): ShownImages {
  if (batch.images > 0) return { count: batch.images, series: batch.series, bytes: batch.bytes };
  const sum = (value: (one: BatchSeries) => number): number =>
    series.reduce((total, one) => total + value(one), 0);
  return { count: sum((one) => one.images), series: series.length, bytes: sum((one) => one.bytes) };
}

interface FactsProps {
  readonly batch: BatchDetail;
  readonly images: ShownImages;
  readonly zone: string;
}

/** The main facts about a Batch. */
export function Facts({ batch, images, zone }: FactsProps): Html {
  const repairs = Object.entries(batch.repairs);
  return (
    <dl class="facts">
      <dt>Inbox</dt>
      <dd class="code">{batch.base}</dd>
      <dt>Found</dt>
      <dd>
        <Time at={batch.foundAt} zone={zone} />
      </dd>
      <dt>Started</dt>
      <dd>
        <Time at={batch.startedAt} zone={zone} />
      </dd>
      <dt>Finished</dt>
      <dd>
        <Time at={batch.finishedAt} zone={zone} />
      </dd>
      <dt>Images</dt>
      <dd>
        {counted(images.count, "image")} in {count(images.series)} series, {size(images.bytes)}
      </dd>
      <dt>Skipped</dt>
      <dd>
        {counted(batch.skipped - batch.heldBack, "file")}, {counted(batch.heldBack, "image")}{" "}
        held back
      </dd>
      <dt>Repaired</dt>
      <dd>
        {repairs.map(([code, images]) => `${code} in ${counted(images, "image")}`).join(", ") ||
          "–"}
      </dd>
      <dt>Attempts</dt>
      <dd>{count(batch.attempts)}</dd>
      <dt>Settings</dt>
      <dd>{batch.projectVersion === null ? "–" : `version ${batch.projectVersion}`}</dd>
    </dl>
  );
}
