import { resolve } from "node:path";
import { z } from "zod";
import type { Sql } from "../../database/connect/sql.ts";
import { ledgerPages, noteSightings, resendBatches } from "../../database/deliveries/ledger.ts";
import { openDatabase } from "../../database/open_database.ts";
import { readCredentials } from "../../deliver/credentials.ts";
import { DeliveryError, type Destination } from "../../deliver/destination.ts";
import { toDirectory } from "../../deliver/directory/to_directory.ts";
import { openDestinations } from "../../deliver/targets/open_destinations.ts";
import { IntakeError } from "../../model/errors.ts";
import { canBeAsked, type Difference, reconcile as compare } from "../../pipeline/reconcile.ts";
import { defineCommand, flag } from "../command.ts";
import { databaseSettings, type Settings } from "../settings.ts";
import { table } from "../table.ts";

const settings = [
  ...databaseSettings,
  "outputBase",
  "deliverTo",
  "pack",
  "deliverCredentials",
  "deliveryTimeout",
] as const;

type ReconcileSettings = Pick<Settings, typeof settings[number]>;

/** `reconcile`: compares what targets contain with the catalogue. */
export const reconcile = defineCommand({
  name: "reconcile",
  summary: "Compare the catalogue with the contents of OUTPUT_BASE and the targets of DELIVER_TO.",
  operands: "[target]",
  settings,
  flags: {
    send: flag(
      z.boolean().default(false),
      "send",
      "let watch or queue deliver missing images again",
    ),
    overwrite: flag(
      z.boolean().default(false),
      "overwrite",
      "with --send: also replace images that have different content",
    ),
    json: flag(z.boolean().default(false), "json", "print JSON with the images that differ"),
  },
  async run({ settings, flags, operands }, { stdout }): Promise<number> {
    const { send, overwrite, json } = flags;
    if (overwrite && !send) {
      throw new IntakeError(
        "USAGE",
        "--overwrite requires --send",
        "add --send, or remove --overwrite",
      );
    }
    const targets = chosenTargets(settings, operands);
    const database = await openDatabase({ ...settings, connections: 4 });
    const { sql } = database;
    try {
      const differences: Difference[] = [];
      const faults: IntakeError[] = [];
      const lacking = { waiting: new Set<number>(), deliver: new Set<number>() };
      for (const { destination, stage } of targets) {
        if (!canBeAsked(destination)) continue;
        const found = await compare(destination, {
          outputBase: resolve(settings.outputBase),
          pages: () => ledgerPages(sql),
          note: (target, seen) => noteSightings(sql, target, seen),
          signal: new AbortController().signal,
          overwrite,
        }).catch((error) => {
          if (!(error instanceof DeliveryError)) throw error;
          faults.push(unavailable(destination, error));
        });
        if (!found) continue;
        for (const batch of found.batches) lacking[stage].add(batch);
        differences.push(found);
      }
      const summary = send ? await resend(sql, lacking) : "";
      stdout(json ? asJson(differences) : format(differences, targets) + summary);
      if (faults[0]) throw faults[0];
      const open = differences.some(({ missing, other }) => missing + other > 0);
      return open && !send ? 1 : 0;
    } finally {
      await database.close();
    }
  },
});

interface Target {
  readonly destination: Destination;
  /** The stage at which a Batch resumes if images are missing at the target. */
  readonly stage: "deliver" | "waiting";
}

function chosenTargets(settings: ReconcileSettings, operands: readonly string[]): Target[] {
  const { outputBase, deliverTo, pack, deliverCredentials, deliveryTimeout } = settings;
  const credentials = readCredentials(deliverCredentials);
  const options = { credentials, pack, answerMs: deliveryTimeout * 1000 };
  const all: Target[] = [
    { destination: toDirectory(resolve(outputBase)), stage: "waiting" },
    ...openDestinations(deliverTo, options)
      .map((destination) => ({ destination, stage: "deliver" } as const)),
  ];
  if (operands.length === 0) return all;
  const chosen = all.filter(({ destination: { name } }) => operands.includes(name));
  if (chosen.length === operands.length) return chosen;
  throw new IntakeError(
    "USAGE",
    "a given name is not a target",
    `the targets are ${all.map(({ destination: { name } }) => name).join(", ")}`,
  );
}

function format(differences: readonly Difference[], targets: readonly Target[]): string {
  const rows = differences.map(({ target, same, missing, other, unknown }) => [
    target,
    ...[same, missing, other, unknown].map(String),
  ]);
  const opaque = targets.filter(({ destination }) => !canBeAsked(destination))
    .map(({ destination: { name } }) => `${name} cannot list its contents\n`);
  return table(["target", "same", "missing", "different content", "not comparable"], rows) +
    opaque.join("");
}

/**
 * Requeues Batches whose images are missing at a target; if the output is made again, it is also
 * delivered again.
 */
async function resend(
  sql: Sql,
  { waiting, deliver }: Record<Target["stage"], ReadonlySet<number>>,
): Promise<string> {
  const placed = await resendBatches(sql, [...waiting], "waiting");
  const sent = await resendBatches(sql, [...deliver.difference(waiting)], "deliver");
  return requeued(placed + sent, waiting.union(deliver).size - placed - sent);
}

function requeued(waiting: number, left: number): string {
  const sent = waiting > 0
    ? `${waiting} Batches were requeued: watch or queue delivers them again\n`
    : "";
  const reasons =
    "they are being processed, or their source folder was deleted or has changed: check the " +
    "folder, then retry";
  return left > 0 ? `${sent}${left} Batches were not requeued (${reasons})\n` : sent;
}

function asJson(differences: readonly Difference[]): string {
  const plain = differences.map((one) => ({ ...one, batches: one.batches.size }));
  return `${JSON.stringify(plain, null, 2)}\n`;
}

function unavailable({ name }: Destination, error: DeliveryError): IntakeError {
  return new IntakeError(
    "DELIVERY_FAILED",
    `${name} could not list its contents: ${error.reason}`,
    "check that the target is running and that its credentials are correct",
    { cause: error },
  );
}
