import type { StoredLine } from "../../database/batches/batch_log.ts";
import type { BatchEvent } from "../../database/views/find_batch.ts";
import type { BatchDelivery } from "../../database/views/list_deliveries.ts";
import { type Span, stagesOf, timelineOf } from "../batch_timeline.ts";
import { counted, duration } from "../format.ts";
import type { Html } from "../view.ts";
import { Code } from "./help.tsx";
import { Status, Table, Time } from "./parts.tsx";

const meanings: Readonly<Record<string, string>> = {
  look: "the folder is listed",
  import: "images are read, screened and de-identified",
  store: "rows are written to the catalogue",
  place: "the output becomes visible",
  deliver: "targets receive the images",
  dispose: "the source folder is archived or deleted",
  finish: "the Batch is checked and completed",
};

interface RunProps {
  /** The duration of each stage of the last attempt in seconds. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly events: readonly BatchEvent[];
  readonly deliveries: readonly BatchDelivery[];
  readonly log: readonly StoredLine[];
  readonly zone: string;
}

/** How a Batch was processed: its attempts and deliveries, the stages of the last one, its log. */
export function Run({ seconds, events, deliveries, log, zone }: RunProps): Html {
  const spans = timelineOf(events, deliveries);
  const attempts = spans.filter(({ what }) => what === "attempt").length;
  return (
    <>
      <Spans spans={spans} zone={zone} />
      <p class="quiet">{attempts === 0 ? "Not started yet." : counted(attempts, "attempt")}</p>
      <Stages seconds={seconds} />
      <Log lines={log} zone={zone} />
    </>
  );
}

const names: Readonly<Record<Span["what"], string>> = {
  waiting: "Waits",
  attempt: "Attempt",
  delivering: "Waits for targets",
  review: "Waits for a person",
  target: "To",
};

function Spans({ spans, zone }: { spans: readonly Span[]; zone: string }): Html | null {
  if (spans.length === 0) return null;
  const first = Math.min(...spans.map(({ from }) => from));
  // what still lasts reaches to the end of the bar, so that the page changes only when it does
  const ends = spans.map(({ from, until }) => until ?? from);
  const last = Math.max(...ends, first + 1);
  const isOpen = spans.some(({ until }) => until === undefined);
  const whole = (last - first) * (isOpen ? 1.25 : 1);
  return (
    <Table label="Timeline" head={["What", "From", "Duration", "When", "Result", "Process"]}>
      {spans.map(({ what, name, from, until, outcome, code, worker }) => (
        <tr>
          <td>
            {names[what]} {what === "target" ? <span class="code">{name}</span> : name}
          </td>
          <td>
            <Time at={new Date(from).toISOString()} zone={zone} />
          </td>
          <td>{until === undefined ? "not ended" : duration((until - from) / 1000)}</td>
          <td>
            <SpanBar
              start={(from - first) / whole}
              end={((until ?? first + whole) - first) / whole}
              kind={code ? "failed" : what}
            />
          </td>
          <td>
            {what === "attempt" ? <Status of={outcome} /> : outcome || "–"}{" "}
            {code ? <Code of={code} /> : null}
          </td>
          <td class="code">{worker ?? "–"}</td>
        </tr>
      ))}
    </Table>
  );
}

const barWidth = 200;
/** A span that is too short to see is drawn with this width. */
const leastWidth = 2;

/** A bar that shows when something happened; the cells beside it say the same as text. */
function SpanBar({ start, end, kind }: { start: number; end: number; kind: string }): Html {
  const left = Math.min(start * barWidth, barWidth - leastWidth);
  const width = Math.max((end - start) * barWidth, leastWidth);
  return (
    <svg
      class={`span ${kind}`}
      viewBox={`0 0 ${barWidth} 10`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect class="whole" x="0" y="4" width={barWidth} height="2" />
      <rect x={left.toFixed(1)} y="0" width={width.toFixed(1)} height="10" />
    </svg>
  );
}

function Stages({ seconds }: Pick<RunProps, "seconds">): Html | null {
  const stages = stagesOf(seconds);
  if (stages.length === 0) return null;
  const total = stages.reduce((sum, each) => sum + each.seconds, 0);
  return (
    <>
      <h3>Stages of the last attempt</h3>
      <Table label="Stages" head={["Stage", "Duration", "When", "Meaning"]} numbers={[1]}>
        {stages.map(({ stage, start, seconds }) => (
          <tr>
            <td>{stage}</td>
            <td class="n">{duration(seconds)}</td>
            <td>
              <SpanBar start={start / total} end={(start + seconds) / total} kind="attempt" />
            </td>
            <td class="quiet">{meanings[stage] ?? ""}</td>
          </tr>
        ))}
      </Table>
      <p class="quiet">{duration(total)} in total.</p>
    </>
  );
}

function Log({ lines, zone }: { lines: readonly StoredLine[]; zone: string }): Html {
  return (
    <>
      <h3>Log</h3>
      {lines.length === 0
        ? <p class="quiet">No line about this Batch, except those of the level debug.</p>
        : (
          <Table label="Log" head={["Time", "Level", "Event", "Fields", "Process"]}>
            {lines.map(({ at, level, event, fields, worker }) => (
              <tr>
                <td>
                  <Time at={at} zone={zone} />
                </td>
                <td>
                  <span class={level === "info" ? "" : "loud"}>{level}</span>
                </td>
                <td>
                  <code>{event}</code>
                </td>
                <td class="wide">
                  {Object.entries(fields).map(([name, value]) => `${name}: ${value}`).join(", ")}
                </td>
                <td class="code">{worker}</td>
              </tr>
            ))}
          </Table>
        )}
    </>
  );
}
