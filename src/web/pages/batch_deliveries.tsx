import type { BatchDelivery } from "../../database/views/list_deliveries.ts";
import type { TargetReceipts } from "../../database/deliveries/receipts.ts";
import type { RefusedLine } from "../../model/delivery.ts";
import { count } from "../format.ts";
import type { Html } from "../view.ts";
import { Code } from "./help.tsx";
import { Count, Size, Table, Time } from "./parts.tsx";

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

interface ReceiptsProps {
  readonly receipts: readonly TargetReceipts[];
  /** The images of the Batch. */
  readonly images: number;
  /** Shown if there are no receipts. */
  readonly none: string;
  readonly zone: string;
}

/** The first images that targets refused for good. */
export function RefusedImages({ refused }: { refused: readonly RefusedLine[] }): Html | null {
  if (refused.length === 0) return null;
  return (
    <Table label="Refused images" head={["Target", "Image", "Code", "Reason"]}>
      {refused.map(({ target, image, code, reason }) => (
        <tr>
          <td class="code">{target}</td>
          <td class="code">{image}</td>
          <td>
            <Code of={code} />
          </td>
          <td class="wide">{reason ?? ""}</td>
        </tr>
      ))}
    </Table>
  );
}

/** How many images each target has confirmed. */
export function Receipts({ receipts, images, none, zone }: ReceiptsProps): Html {
  if (receipts.length === 0) return <p class="quiet">{none}</p>;
  return (
    <Table
      label="Receipts"
      head={["Target", "Images confirmed", "Size", "Last confirmed"]}
      numbers={[1, 2]}
    >
      {receipts.map(({ target, images: confirmed, bytes, lastAt }) => (
        <tr>
          <td class="code">{target}</td>
          <td class="n">
            <Count of={confirmed} /> of {count(images)}
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
  );
}
