import { countReceipts } from "../../database/deliveries/receipts.ts";
import {
  type BatchDetail,
  findBatch,
  listBatchEvents,
  listBatchSeries,
  listSkippedFiles,
} from "../../database/views/find_batch.ts";
import { count, counted, duration, size } from "../format.ts";
import type { WebPorts } from "../ports.ts";
import type { Html, View } from "../view.ts";
import { Receipts, SeriesTable, SkippedFiles, Timeline } from "./batch_sections.tsx";
import { Findings } from "./findings.tsx";
import { Status, Time } from "./parts.tsx";

const skippedShown = 100;

/** The order of a job; JSON in the database has no order. */
const stageOrder = ["look", "import", "store", "place", "deliver", "finish"];

/** The page of a Batch; undefined if no Batch has the code. */
export async function batch(ports: WebPorts, view: View): Promise<Html | undefined> {
  const { sql } = ports;
  const found = await findBatch(sql, view.params["code"] ?? "");
  if (!found) return undefined;
  const [events, series, skipped, receipts] = await Promise.all([
    listBatchEvents(sql, found.key),
    listBatchSeries(sql, found.key),
    listSkippedFiles(sql, found.key, skippedShown),
    countReceipts(sql, found.key),
  ]);
  const { zone } = view;
  return (
    <>
      <Head batch={found} view={view} />
      <Facts batch={found} zone={zone} />
      <Findings batch={found} />
      <section aria-labelledby="series">
        <h2 id="series">Series</h2>
        <SeriesTable series={series} code={found.code} />
      </section>
      <section aria-labelledby="skipped">
        <h2 id="skipped">Skipped files</h2>
        <SkippedFiles batch={found} files={skipped} />
      </section>
      <section aria-labelledby="receipts">
        <h2 id="receipts">Delivery</h2>
        <Receipts receipts={receipts} images={found.images} none={noReceipts(ports)} zone={zone} />
      </section>
      <section aria-labelledby="history">
        <h2 id="history">History</h2>
        <Timeline events={events} zone={zone} />
      </section>
    </>
  );
}

function noReceipts({ settings }: WebPorts): string {
  const hasTargets = settings.some(({ variable, value }) => variable === "DELIVER_TO" && value);
  return hasTargets ? "No target has confirmed images yet." : "No delivery targets configured.";
}

/** The form of the retry button. It is outside of the live content, which all viewers share. */
export function RetryForm({ view: { viewer, params } }: { view: View }): Html {
  return (
    <form id="retry" method="post" action={`/batches/${params["code"]}/retry`}>
      <input type="hidden" name="csrf" value={viewer.csrf} />
    </form>
  );
}

function Head({ batch, view: { viewer } }: { batch: BatchDetail; view: View }): Html {
  const hasEnded = ["DONE", "EMPTY", "ERROR"].includes(batch.status);
  return (
    <div class="head">
      <p class="crumb">
        <a href="/batches">Batches</a>
      </p>
      <h1 class="code">{batch.code}</h1>
      <Status of={batch.status} />
      {viewer.role === "operator"
        ? (
          <button
            type="submit"
            form="retry"
            class={batch.status === "ERROR" ? "primary" : ""}
            disabled={!hasEnded}
          >
            Retry
          </button>
        )
        : null}
    </div>
  );
}

function Facts({ batch, zone }: { batch: BatchDetail; zone: string }): Html {
  const stages = Object.entries(batch.seconds).filter(([, seconds]) => seconds >= 0.001)
    .sort(([one], [other]) => stageOrder.indexOf(one) - stageOrder.indexOf(other));
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
      <dd>{counted(batch.images, "image")} in {count(batch.series)} series, {size(batch.bytes)}</dd>
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
      <dt>Stages</dt>
      <dd>{stages.map(([stage, s]) => `${stage} ${duration(s)}`).join(", ") || "–"}</dd>
    </dl>
  );
}
