import { type BatchLine, listBatches } from "../../database/views/list_batches.ts";
import { readCharts } from "../../database/views/read_charts.ts";
import type { RunningBatch } from "../../database/views/read_intake_state.ts";
import type { Stage } from "../../model/batch.ts";
import { chartRanges, readChartChoice } from "../chart_query.ts";
import { count, size } from "../format.ts";
import type { Progress } from "../live/progress_board.ts";
import type { PageParts } from "../ports.ts";
import type { Html, View } from "../view.ts";
import { NeedsAttention } from "./attention.tsx";
import { BatchTable } from "./batch_table.tsx";
import { Charts } from "./charts.tsx";
import { Figures, hasWorker } from "./figures.tsx";
import { BatchLink, Command, Empty, Table } from "./parts.tsx";
import { OtherSettings } from "./settings.tsx";

const latestShown = 8;

/** The overview: workers, and waiting, running and finished Batches. */
export async function overview(ports: PageParts, { zone, viewer, query }: View): Promise<Html> {
  const { sql } = ports;
  const choice = readChartChoice(query);
  const [state, buckets, latest, freeBytes, missing] = await Promise.all([
    ports.state(),
    readCharts(sql, chartRanges[choice.range], choice.series, zone),
    listBatches(sql, {}, {}, latestShown),
    ports.storage.freeBytes(),
    ports.storage.missingInboxes(),
  ]);
  const processes = ports.program.processes();
  return (
    <>
      <h1>Overview</h1>
      {hasWorker(state, processes) ? null : (
        <p class="alarm first" role="alert">
          <strong>No worker is running.</strong> No folder is processed. To start one:{" "}
          <Command line="watch" />
        </p>
      )}
      {missing.map((inbox) => (
        <p class="alarm" role="alert">The inbox {inbox} is missing or not readable.</p>
      ))}
      <OtherSettings project={state.project} />
      <NeedsAttention state={state} isReviewer={viewer.role === "reviewer"} />
      <Figures
        state={state}
        processes={processes}
        freeBytes={freeBytes}
        minFree={ports.storage.minFree}
        hasReview={ports.review !== undefined}
        isReviewer={viewer.role === "reviewer"}
        zone={zone}
      />
      <section aria-labelledby="now">
        <h2 id="now">Running</h2>
        <RunningBatches batches={state.inWork} progress={ports.progress()} />
      </section>
      <section aria-labelledby="charts">
        <h2 id="charts">Charts</h2>
        <Charts buckets={buckets} choice={choice} zone={zone} />
      </section>
      <section aria-labelledby="latest">
        <h2 id="latest">Latest Batches</h2>
        <LatestBatches batches={latest.lines} zone={zone} />
      </section>
    </>
  );
}

function LatestBatches(
  { batches, zone }: { batches: readonly BatchLine[]; zone: string },
): Html {
  if (batches.length > 0) return <BatchTable batches={batches} zone={zone} />;
  return (
    <Empty title="No Batches yet">
      Move a folder of DICOM images into the inbox while <Command line="watch" /> is running.
    </Empty>
  );
}

/** The Batches that are being processed, with the progress that their processes reported. */
function RunningBatches(
  { batches, progress }: {
    batches: readonly RunningBatch[];
    progress: readonly Progress[];
  },
): Html {
  if (batches.length === 0) {
    return (
      <Empty title="No Batch is being processed">
        Finished folders in the inbox are processed automatically.
      </Empty>
    );
  }
  const known = new Map(progress.map((each) => [each.batch, each]));
  return (
    <Table label="Running Batches" head={["Batch", "Stage", "Progress", "Worker", "Lease"]}>
      {batches.map(({ batch, stage, worker, leaseSeconds }) => (
        <tr>
          <td>
            <BatchLink code={batch} />
          </td>
          <td>{stageOf(stage, known.get(batch))}</td>
          <td>
            <ProgressBar of={known.get(batch)} />
          </td>
          <td class="code">{worker}</td>
          <td>{leaseSeconds < 0 ? <span class="loud">expired</span> : "held"}</td>
        </tr>
      ))}
    </Table>
  );
}

/** The row has the stage `claimed` until the rows of the images are stored. */
function stageOf(stage: Stage, progress: Progress | undefined): Stage {
  if (stage !== "claimed") return stage;
  return progress ? "import" : "look";
}

function ProgressBar({ of }: { of: Progress | undefined }): Html {
  if (!of) return <span class="none">not reported yet</span>;
  const { done, files, bytes } = of;
  return (
    <span class="progress">
      <progress value={done} max={files} aria-label={`${done} of ${files} files`} />
      {count(done)} of {count(files)} files, {size(bytes)}
    </span>
  );
}
