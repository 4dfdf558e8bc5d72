import { listBatchLog } from "../../database/batches/batch_log.ts";
import { auditTrail } from "../../database/review/audit_trail.ts";
import { countReceipts, listRefused } from "../../database/deliveries/receipts.ts";
import {
  type BatchDetail,
  findBatch,
  listBatchEvents,
  listBatchSeries,
  listSkippedFiles,
} from "../../database/views/find_batch.ts";
import { listBatchDeliveries } from "../../database/views/list_deliveries.ts";
import { retriedStatuses } from "../../model/retry.ts";
import type { WebPorts } from "../ports.ts";
import { type Html, isOperator, type View } from "../view.ts";
import { Acknowledgement } from "./acknowledge.tsx";
import { Facts, storedImages } from "./batch_facts.tsx";
import { Deliveries, Receipts, RefusedImages } from "./batch_deliveries.tsx";
import { Run } from "./batch_run.tsx";
import { SeriesTable, SkippedFiles, Timeline } from "./batch_sections.tsx";
import { BatchDecisions } from "./batch_decisions.tsx";
import { Findings } from "./findings.tsx";
import { Status } from "./parts.tsx";

const skippedShown = 100;
const decisionsShown = 50;

/** The page of a Batch; undefined if no Batch has the code. */
export async function batch(ports: WebPorts, view: View): Promise<Html | undefined> {
  const found = await findBatch(ports.sql, view.params["code"] ?? "");
  if (!found) return undefined;
  const content = await contentOf(ports.sql, found);
  const { series, skipped, receipts, refused, deliveries, decisions } = content;
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
        {receipts.length > 0 || deliveries.length === 0
          ? (
            <Receipts
              receipts={receipts}
              images={images.count}
              none={noReceipts(ports)}
              zone={zone}
            />
          )
          : null}
        <RefusedImages refused={refused} />
      </section>
      <section aria-labelledby="run">
        <h2 id="run">Run</h2>
        <Run seconds={found.seconds} {...content} zone={zone} />
      </section>
      <section aria-labelledby="history">
        <h2 id="history">History</h2>
        <Timeline events={content.events} zone={zone} />
      </section>
    </>
  );
}

/** The rows of the sections of the page. */
async function contentOf(sql: WebPorts["sql"], { key, code }: BatchDetail) {
  const [events, log, series, skipped, receipts, refused, deliveries, decisions] = await Promise
    .all([
      listBatchEvents(sql, key),
      listBatchLog(sql, key),
      listBatchSeries(sql, key),
      listSkippedFiles(sql, key, skippedShown),
      countReceipts(sql, key),
      listRefused(sql, key, skippedShown),
      listBatchDeliveries(sql, key),
      auditTrail(sql, { batch: code }, decisionsShown),
    ]);
  return { events, log, series, skipped, receipts, refused, deliveries, decisions };
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
