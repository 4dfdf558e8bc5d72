import type { BatchEvent } from "../../database/views/find_batch.ts";
import type { BatchDelivery } from "../../database/views/list_deliveries.ts";
import { count, counted, duration } from "../format.ts";
import type { Html } from "../view.ts";
import { Code } from "./help.tsx";
import { Table, Time } from "./parts.tsx";

/** The order of a job; JSON in the database has no order. */
const stageOrder = ["look", "import", "store", "place", "deliver", "finish"];

const meanings: Readonly<Record<string, string>> = {
  look: "the folder is listed",
  import: "images are read, screened and de-identified",
  store: "rows are written to the catalogue",
  place: "the output becomes visible",
  deliver: "targets receive the images",
  finish: "the Batch is checked and completed",
};

interface RunProps {
  /** The duration of each stage in seconds. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly events: readonly BatchEvent[];
}

/** The stages of the last run in their order, with their durations, and the number of attempts. */
export function Run({ seconds, events }: RunProps): Html {
  const stages = Object.entries(seconds).filter(([, spent]) => spent >= 0.001)
    .sort(([one], [other]) => stageOrder.indexOf(one) - stageOrder.indexOf(other));
  const total = stages.reduce((sum, [, spent]) => sum + spent, 0);
  const attempts = new Set(
    events.filter(({ status }) => status === "PROCESSING").map(({ claim }) => claim),
  ).size;
  if (stages.length === 0) return <p class="quiet">{attemptsOf(attempts)}</p>;
  return (
    <>
      <Table label="Stages" head={["Stage", "Duration", "Share", "Meaning"]} numbers={[1]}>
        {stages.map(([stage, spent]) => (
          <tr>
            <td>{stage}</td>
            <td class="n">{duration(spent)}</td>
            <td>
              <progress
                value={spent}
                max={total}
                aria-label={`${stage}: ${Math.round(spent / total * 100)} % of the time`}
              />
            </td>
            <td class="quiet">{meanings[stage] ?? ""}</td>
          </tr>
        ))}
      </Table>
      <p class="quiet">{attemptsOf(attempts)}, {duration(total)} in total.</p>
    </>
  );
}

function attemptsOf(attempts: number): string {
  return attempts === 0 ? "Not started yet." : counted(attempts, "attempt");
}

interface DeliveriesProps {
  readonly deliveries: readonly BatchDelivery[];
  readonly zone: string;
}

/** The steps of each target: when the Batch was handed over, the attempts, and their end. */
export function Deliveries({ deliveries, zone }: DeliveriesProps): Html | null {
  if (deliveries.length === 0) return null;
  const head = ["Target", "State", "Attempts", "Confirmed", "Handed over", "Ended", "Last error"];
  return (
    <Table label="Deliveries" head={head} numbers={[2, 3]}>
      {deliveries.map((delivery) => (
        <tr>
          <td class="code">{delivery.target}</td>
          <td>
            <span class={delivery.state === "refused" ? "loud" : ""}>{delivery.state}</span>
          </td>
          <td class="n">{count(delivery.attempts)}</td>
          <td class="n">{count(delivery.confirmed)} of {count(delivery.images)}</td>
          <td>
            <Time at={delivery.queuedAt} zone={zone} />
          </td>
          <td>
            <Time at={delivery.endedAt} zone={zone} />
          </td>
          <td class="wide">
            {delivery.errorCode
              ? (
                <>
                  <Code of={delivery.errorCode} /> {delivery.errorReason ?? ""}
                </>
              )
              : <span class="none">–</span>}
          </td>
        </tr>
      ))}
    </Table>
  );
}
