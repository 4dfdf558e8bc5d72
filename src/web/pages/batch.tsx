import { countReceipts } from "../../database/count_receipts.ts";
import { type BatchDetail, findBatch } from "../../database/find_batch.ts";
import { listBatchEvents } from "../../database/list_batch_events.ts";
import { listBatchSeries } from "../../database/list_batch_series.ts";
import { listSkippedFiles } from "../../database/list_skipped_files.ts";
import { count, counted, duration, size } from "../format.ts";
import type { Html } from "../html.ts";
import type { WebPorts } from "../ports.ts";
import type { View } from "../view.ts";
import { Findings } from "./findings.tsx";
import { Count, Size, Status, Table, Time } from "./parts.tsx";
import { SeriesTable } from "./series_table.tsx";
import { Timeline } from "./timeline.tsx";

const skippedShown = 100;

/** As a job goes; the database keeps them in an order of its own. */
const stageOrder = ["look", "import", "store", "place", "deliver", "finish"];

/** All about one Batch; undefined when no Batch has the code. */
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
        <h2 id="skipped">Files left out</h2>
        {skipped.length === 0 ? <p class="quiet">{noneLeftOut(found)}</p> : (
          <>
            <Table label="Files left out" head={["File", "Code", "Why", "Rule"]}>
              {skipped.map(({ file, code, reason, group, rule }) => (
                <tr>
                  <td>no. {count(file)}</td>
                  <td>
                    <code>{code}</code>
                  </td>
                  <td>{reason}</td>
                  <td>{rule ? `${rule} (${group ?? ""})` : <span class="none">–</span>}</td>
                </tr>
              ))}
            </Table>
            <p class="quiet">
              {found.skipped > skipped.length
                ? `${count(found.skipped - skipped.length)} more. `
                : ""}
              Files have numbers here because their names may identify; who may read schema identity
              sees them with <code>deno task errors {found.code} --paths</code>.
            </p>
          </>
        )}
      </section>
      <section aria-labelledby="receipts">
        <h2 id="receipts">Receipts of targets</h2>
        {receipts.length === 0
          ? <p class="quiet">None: nothing is confirmed beside the output folder (DELIVER_TO).</p>
          : (
            <Table
              label="Receipts"
              head={["Target", "Images confirmed", "Volume", "Last"]}
              numbers={[1, 2]}
            >
              {receipts.map(({ target, images, bytes, lastAt }) => (
                <tr>
                  <td class="code">{target}</td>
                  <td class="n">
                    <Count of={images} /> of {count(found.images)}
                  </td>
                  <td class="n">
                    <Size of={bytes} />
                  </td>
                  <td>
                    <Time at={lastAt} zone={zone} />
                  </td>
                </tr>
              ))}
            </Table>
          )}
      </section>
      <section aria-labelledby="life">
        <h2 id="life">Life</h2>
        <Timeline events={events} zone={zone} />
      </section>
    </>
  );
}

function noneLeftOut({ status }: BatchDetail): string {
  return status === "DONE" ? "None: every file was delivered." : "None so far.";
}

/** The form of the retry button, which must not be in what all viewers of a page share. */
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
      <dt>Left out</dt>
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
