import { listBatches } from "../../database/list_batches.ts";
import { readThroughput } from "../../database/read_throughput.ts";
import type { Html } from "../html.ts";
import type { PageParts } from "../ports.ts";
import type { View } from "../view.ts";
import { BatchTable } from "./batch_table.tsx";
import { Charts } from "./charts.tsx";
import { Figures, hasWorker } from "./figures.tsx";
import { OtherSettings } from "./project.tsx";
import { RunningBatches } from "./running_batches.tsx";
import { Empty } from "./parts.tsx";

const hoursShown = 48;
const daysShown = 30;
const latestShown = 8;

/** The overview: workers, and waiting, running and finished Batches. */
export async function overview(ports: PageParts, { zone }: View): Promise<Html> {
  const { sql } = ports;
  const [state, hours, days, latest, freeBytes, missing] = await Promise.all([
    ports.state(),
    readThroughput(sql, "hour", hoursShown, zone),
    readThroughput(sql, "day", daysShown, zone),
    listBatches(sql, {}, {}, latestShown),
    ports.freeBytes(),
    ports.missingInboxes(),
  ]);
  const processes = ports.processes();
  return (
    <>
      <h1>Overview</h1>
      {hasWorker(state, processes) ? null : (
        <p class="alarm first" role="alert">
          <strong>No worker is running.</strong> No folder is processed. To start one:{" "}
          <code>deno task watch</code>
        </p>
      )}
      {missing.map((inbox) => (
        <p class="alarm" role="alert">The inbox {inbox} is missing or not readable.</p>
      ))}
      <OtherSettings project={state.project} />
      <Figures
        state={state}
        processes={processes}
        freeBytes={freeBytes}
        minFree={ports.minFree}
        zone={zone}
      />
      <section aria-labelledby="now">
        <h2 id="now">Running</h2>
        <RunningBatches batches={state.inWork} progress={ports.progress()} />
      </section>
      <section aria-labelledby="throughput">
        <h2 id="throughput">Throughput</h2>
        <Charts hours={hours} days={days} zone={zone} />
      </section>
      <section aria-labelledby="latest">
        <h2 id="latest">Latest Batches</h2>
        {latest.lines.length > 0
          ? <BatchTable batches={latest.lines} zone={zone} />
          : (
            <Empty title="No Batches yet">
              Move a folder of DICOM images into the inbox while <code>deno task watch</code>{" "}
              is running.
            </Empty>
          )}
      </section>
    </>
  );
}
