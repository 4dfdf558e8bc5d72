import { resolve } from "node:path";
import { z } from "zod";
import { ledgerPages, noteSightings, resendBatches } from "../database/ledger.ts";
import { openDatabase } from "../database/open_database.ts";
import { readCredentials } from "../deliver/credentials.ts";
import { DeliveryError, type Destination } from "../deliver/destination.ts";
import { openDestinations } from "../deliver/open_destinations.ts";
import { toDirectory } from "../deliver/to_directory.ts";
import type { Sql } from "../database/connect/sql.ts";
import { IntakeError } from "../errors.ts";
import { canBeAsked, type Difference, reconcile as compare } from "../pipeline/reconcile.ts";
import { databaseSettings, type Settings } from "../settings.ts";
import { defineCommand, flag } from "./command.ts";
import { table } from "./table.ts";

const settings = [
  ...databaseSettings,
  ...["outputBase", "deliverTo", "pack", "deliverCredentials", "deliveryTimeout"] as const,
] as const;

type ReconcileSettings = Pick<Settings, typeof settings[number]>;

/** `reconcile`: what targets really hold, beside what they should. */
export const reconcile = defineCommand({
  name: "reconcile",
  summary: "Compare the catalogue with what OUTPUT_BASE and the targets of DELIVER_TO really hold.",
  words: "[target]",
  settings,
  flags: {
    send: flag(z.boolean().default(false), "send", "let watch or queue send what is missing"),
    overwrite: flag(
      z.boolean().default(false),
      "overwrite",
      "with --send: also what is there with other content",
    ),
    json: flag(z.boolean().default(false), "json", "print JSON, with the images that differ"),
  },
  async run({ settings, flags, words }, { stdout }): Promise<number> {
    const { send, overwrite, json } = flags;
    if (overwrite && !send) {
      throw new IntakeError(
        "USAGE",
        "--overwrite goes with --send",
        "add --send, or leave it away",
      );
    }
    const targets = chosenTargets(settings, words);
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
          faults.push(away(destination, error));
        });
        if (!found) continue;
        for (const batch of found.batches) lacking[stage].add(batch);
        differences.push(found);
      }
      const news = send ? await resend(sql, lacking) : "";
      stdout(json ? asJson(differences) : format(differences, targets) + news);
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
  /** Where a Batch is taken up of which it lacks something. */
  readonly stage: "deliver" | "waiting";
}

function chosenTargets(settings: ReconcileSettings, words: readonly string[]): Target[] {
  const { outputBase, deliverTo, pack, deliverCredentials, deliveryTimeout } = settings;
  const credentials = readCredentials(deliverCredentials);
  const options = { credentials, pack, answerMs: deliveryTimeout * 1000 };
  const all: Target[] = [
    { destination: toDirectory(resolve(outputBase)), stage: "waiting" },
    ...openDestinations(deliverTo, options)
      .map((destination) => ({ destination, stage: "deliver" } as const)),
  ];
  if (words.length === 0) return all;
  const chosen = all.filter(({ destination: { name } }) => words.includes(name));
  if (chosen.length === words.length) return chosen;
  throw new IntakeError(
    "USAGE",
    "that is no target",
    `the targets are ${all.map(({ destination: { name } }) => name).join(", ")}`,
  );
}

function format(differences: readonly Difference[], targets: readonly Target[]): string {
  const rows = differences.map(({ target, same, missing, other, unknown }) => [
    target,
    ...[same, missing, other, unknown].map(String),
  ]);
  const mute = targets.filter(({ destination }) => !canBeAsked(destination))
    .map(({ destination: { name } }) => `${name} cannot be asked what it holds\n`);
  return table(["target", "same", "missing", "other content", "cannot be compared"], rows) +
    mute.join("");
}

/** Takes Batches up that lack something; what is done anew is sent to all targets besides. */
async function resend(
  sql: Sql,
  { waiting, deliver }: Record<Target["stage"], ReadonlySet<number>>,
): Promise<string> {
  const taken = await resendBatches(sql, [...waiting], "waiting");
  const sent = await resendBatches(sql, [...deliver.difference(waiting)], "deliver");
  return said(taken + sent, waiting.union(deliver).size - taken - sent);
}

function said(waiting: number, left: number): string {
  const sent = waiting > 0 ? `${waiting} Batches wait for watch or queue to send them again\n` : "";
  const reasons = "in work, or their source is gone or has changed: see to it, then retry";
  return left > 0 ? `${sent}${left} Batches stay as they are (${reasons})\n` : sent;
}

function asJson(differences: readonly Difference[]): string {
  const plain = differences.map((one) => ({ ...one, batches: one.batches.size }));
  return `${JSON.stringify(plain, null, 2)}\n`;
}

function away({ name }: Destination, error: DeliveryError): IntakeError {
  return new IntakeError(
    "DELIVERY_FAILED",
    `${name} cannot be asked what it holds: ${error.reason}`,
    "see that the target runs, and that its credentials are right",
    { cause: error },
  );
}
