import type { DeliveryState } from "../../model/target.ts";
import { isoTime, type Sql } from "../connect/sql.ts";

/** The delivery of a Batch to a target, and how far it has come. */
export interface BatchDelivery {
  readonly target: string;
  readonly state: DeliveryState;
  /** Attempts since the Batch was handed over. */
  readonly attempts: number;
  /** Images that the target had confirmed when the latest attempt ended. */
  readonly confirmed: number;
  readonly images: number;
  readonly queuedAt: string;
  readonly endedAt: string | null;
  readonly errorCode: string | null;
  readonly errorReason: string | null;
}

/** The deliveries of a Batch, without those to targets that are no longer in the settings. */
export async function listBatchDeliveries(sql: Sql, batchKey: number): Promise<BatchDelivery[]> {
  const rows = await sql<BatchDelivery[]>`
    select target, state, attempts, confirmed, images, ${isoTime(sql, "queued_at")} as "queuedAt",
      ${isoTime(sql, "ended_at")} as "endedAt", error_code as "errorCode",
      error_reason as "errorReason"
    from delivery where batch_id = ${batchKey} and state <> 'closed' order by target`;
  return [...rows];
}
