import { auditTrail } from "../../database/review/audit_trail.ts";
import { countReceipts, listRefused } from "../../database/deliveries/receipts.ts";
import {
  type BatchDetail,
  type BatchSeries,
  findBatch,
  listBatchEvents,
  listBatchSeries,
  listSkippedFiles,
} from "../../database/views/find_batch.ts";
import { listBatchDeliveries } from "../../database/views/list_deliveries.ts";
import { retriedStatuses } from "../../model/retry.ts";
import { count, counted, size } from "../format.ts";
import type { WebPorts } from "../ports.ts";
import { type Html, isOperator, type View } from "../view.ts";
import { Acknowledgement } from "./acknowledge.tsx";
import { Deliveries, Run } from "./batch_run.tsx";
import { Receipts, RefusedImages, SeriesTable, SkippedFiles, Timeline } from "./batch_sections.tsx";
import { BatchDecisions } from "./batch_decisions.tsx";
import { Findings } from "./findings.tsx";
import { Status, Time } from "./parts.tsx";

const skippedShown = 100;
const decisionsShown = 50;

/** The page of a Batch; undefined if no Batch has the code. */
export async function batch(ports: WebPorts, view: View): Promise<Html | undefined> {
  const { sql } = ports;
  const found = await findBatch(sql, view.params["code"] ?? "");
  if (!found) return undefined;
  const [events, series, skipped, receipts, refused, deliveries, decisions] = await Promise.all([
    listBatchEvents(sql, found.key),
    listBatchSeries(sql, found.key),
    listSkippedFiles(sql, found.key, skippedShown),
    countReceipts(sql, found.key),
    listRefused(sql, found.key, skippedShown),
    listBatchDeliveries(sql, found.key),
    auditTrail(sql, { batch: found.code }, decisionsShown),
  ]);
  const { zone } = view;
  const isReviewer = view.viewer.role === "reviewer";
  const images = storedImages(found, series);
  return (
    <>
      <Head batch={found} view={view} />
      <Facts batch={found} images={images} zone={zone} />
      <Findings batch={found}>
        <Acknowledgement batch={found} view={view} />
      </Findings>
      <section aria-labelledby="series">
        <h2 id="series">Series</h2>
        <SeriesTable series={series} code={found.code} />
      </section>
      <section aria-labelledby="skipped">
        <h2 id="skipped">Skipped files</h2>
        <SkippedFiles batch={found} files={skipped} />
      </section>
      <BatchDecisions rows={decisions} zone={zone} isReviewer={isReviewer} />
      <section aria-labelledby="receipts">
        <h2 id="receipts">Delivery</h2>
        <Deliveries deliveries={deliveries} zone={zone} />
        <Receipts receipts={receipts} images={images.count} none={noReceipts(ports)} zone={zone} />
        <RefusedImages refused={refused} />
      </section>
      <section aria-labelledby="run">
        <h2 id="run">Run</h2>
        <Run seconds={found.seconds} events={events} />
      </section>
      <section aria-labelledby="history">
        <h2 id="history">History</h2>
        <Timeline events={events} zone={zone} />
      </section>
    </>
  );
}

/** The images of a Batch; those in the catalogue until its job has counted them. */
interface ShownImages {
  readonly count: number;
  readonly series: number;
  readonly bytes: number;
}

function storedImages(batch: BatchDetail, series: readonly BatchSeries[]): ShownImages {
  if (batch.images > 0) return { count: batch.images, series: batch.series, bytes: batch.bytes };
  const sum = (value: (one: BatchSeries) => number): number =>
    series.reduce((total, one) => total + value(one), 0);
  return { count: sum((one) => one.images), series: series.length, bytes: sum((one) => one.bytes) };
}

function noReceipts({ program: { settings } }: WebPorts): string {
  const hasTargets = settings.some(({ variable, value }) => variable === "DELIVER_TO" && value);
  return hasTargets ? "No target has confirmed images yet." : "No delivery targets configured.";
}

/** The forms of the buttons. They are outside of the live content, which all viewers share. */
export function RetryForm({ view: { viewer, params } }: { view: View }): Html | null {
  if (!isOperator(viewer)) return null;
  return (
    <>
      <form id="retry" method="post" action={`/batches/${params["code"]}/retry`}>
        <input type="hidden" name="csrf" value={viewer.csrf} />
      </form>
      <form id="actions" method="post" action="/batches/actions">
        <input type="hidden" name="csrf" value={viewer.csrf} />
        <input type="hidden" name="batch" value={params["code"]} />
      </form>
    </>
  );
}

function Head({ batch, view: { viewer } }: { batch: BatchDetail; view: View }): Html {
  const hasEnded = retriedStatuses.includes(batch.status);
  return (
    <div class="head">
      <p class="crumb">
        <a href="/batches">Batches</a>
      </p>
      <h1 class="code">{batch.code}</h1>
      <Status of={batch.status} />
      {isOperator(viewer)
        ? (
          <span class="buttons">
            <button
              type="submit"
              form="retry"
              class={batch.status === "ERROR" ? "primary" : ""}
              disabled={!hasEnded}
            >
              Retry
            </button>
            <button type="submit" form="actions" disabled={!hasEnded}>Other actions …</button>
            {batch.needsAttention
              ? <button type="submit" form="acknowledge">Acknowledge …</button>
              : null}
          </span>
        )
        : null}
    </div>
  );
}

interface FactsProps {
  readonly batch: BatchDetail;
  readonly images: ShownImages;
  readonly zone: string;
}

function Facts({ batch, images, zone }: FactsProps): Html {
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
