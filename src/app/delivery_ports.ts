import type { DeliveryPorts } from "../../streams/deliveries.ts";
import { wakeUps } from "../../streams/wake_ups.ts";
import { listenToBatches } from "../database/batches/listen_to_batches.ts";
import { claimDeliveries, renewDeliveries } from "../database/deliveries/claim_deliveries.ts";
import { closeTargets } from "../database/deliveries/close_targets.ts";
import { endDelivery } from "../database/deliveries/end_delivery.ts";
import {
  confirmedObjects,
  insertReceipts,
  insertRefused,
  mayReplace,
} from "../database/deliveries/receipts.ts";
import { areStored, countStored } from "../database/images/store_batch.ts";
import { claimLost } from "../database/batches/renew_leases.ts";
import * as rules from "../deliver/circuit_breaker.ts";
import type { IntakeEvent } from "../model/event.ts";
import type { ClaimedDelivery } from "../model/target.ts";
import { classifyFault, failureEvent } from "../pipeline/classify_fault.ts";
import { deliverBatch, type DeliverBatchPorts } from "../pipeline/deliver_batch.ts";
import type { Intake } from "./intake.ts";
import { ProjectGate } from "./project_gate.ts";

const pollEveryMs = 1000;

/** Connects the streams that deliver Batches with the database and the targets of an intake. */
export function deliveryPorts(intake: Intake): DeliveryPorts {
  const { database: { sql }, settings, destinations } = intake;
  const ports = attemptPorts(intake);
  return {
    targets: destinations.map(({ name }) => name),
    perTarget: settings.deliveriesPerTarget,
    leaseMs: settings.lease * 1000,
    wake$: wakeUps((listener) => listenToBatches(sql, listener), ["DELIVERING"], pollEveryMs),
    claim: claimPort(intake),
    renew: (held) => renewDeliveries(sql, held, settings.lease),
    isProgressing: () => true, // a file server that hangs ends the attempt itself
    deliver: (job) => deliverBatch(job, ports),
  };
}

/**
 * Claims due deliveries if the settings of this process are in force. Deliveries to targets that
 * are no longer in these settings are closed. A failure that lasts is reported once.
 */
function claimPort(intake: Intake): DeliveryPorts["claim"] {
  const { database: { sql }, settings, destinations, worker } = intake;
  const names = destinations.map(({ name }) => name);
  const gate = new ProjectGate(intake);
  let reported: string | undefined;
  return async (free): Promise<readonly (ClaimedDelivery | IntakeEvent)[]> => {
    try {
      if (!await gate.isOpen()) return [];
      const closed = (await closeTargets(sql, names)).map(targetRemoved);
      const request = { worker, leaseSeconds: settings.lease, free };
      const claimed = await claimDeliveries(sql, request);
      reported = undefined;
      return [...closed, ...claimed];
    } catch (error) {
      const { code } = classifyFault(error);
      if (reported === code) return [];
      reported = code;
      return [failureEvent("deliveries.failed", error)];
    }
  };
}

function targetRemoved(
  { target, batches: waiting }: { readonly target: string; readonly batches: number },
): IntakeEvent {
  return { name: "target.removed", level: "warn", target, waiting };
}

function attemptPorts(
  { database: { sql }, settings, outputBase, destinations }: Intake,
): DeliverBatchPorts {
  return {
    outputBase,
    destinations,
    catalogue: {
      countStored: (batch) => countStored(sql, batch),
      areStored: (batch, images) => areStored(sql, batch, images),
    },
    confirmed: (batchId, target, objects) => confirmedObjects(sql, batchId, target, objects),
    mayReplace: (...what) => mayReplace(sql, ...what),
    note: (batchId, target, receipts) => insertReceipts(sql, batchId, target, receipts),
    noteRefused: (batchId, target, refused) => insertRefused(sql, batchId, target, refused),
    renew: async (job) => {
      if (!(await renewDeliveries(sql, [job], settings.lease)).has(job.id)) throw claimLost();
    },
    end: (job, outcome) => endDelivery(sql, job, outcome, rules),
  };
}
