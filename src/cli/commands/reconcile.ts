import { resolve } from "node:path";
import { z } from "zod";
import { compareTarget } from "../../app/compare_target.ts";
import type { Sql } from "../../database/connect/sql.ts";
import { resendBatches, resendToTarget } from "../../database/deliveries/ledger.ts";
import { openDatabase } from "../../database/open_database.ts";
import { DeliveryError, type Destination } from "../../deliver/destination.ts";
import { toDirectory } from "../../deliver/directory/to_directory.ts";
import { IntakeError } from "../../model/errors.ts";
import { canBeAsked, type Difference } from "../../pipeline/reconcile.ts";
import { defineCommand, flag } from "../command.ts";
import { chosenByName, openTargets, targetSettings } from "../delivery_targets.ts";
import { databaseSettings, type Settings } from "../settings.ts";
import { table } from "../table.ts";

const settings = [
  ...databaseSettings,
  "outputBase",
  ...targetSettings,
] as const;

type ReconcileSettings = Pick<Settings, typeof settings[number]>;

/** `reconcile`: compares what targets contain with the catalogue. */
export const reconcile = defineCommand({
  name: "reconcile",
  summary: "Compare the catalogue with the contents of OUTPUT_BASE and the targets of DELIVER_TO.",
  operands: "[target]",
  examples: [
    [
      "reconcile",
      "counts what OUTPUT_BASE and each target lack",
    ],
    [
      "reconcile --send",
      "lets watch or queue send what is missing",
    ],
  ],
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
    resume: flag(
      z.boolean().default(false),
      "resume",
      "continue a comparison that was interrupted, where it ended",
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
    const outputBase = resolve(settings.outputBase);
    const database = await openDatabase({ ...settings, connections: 4 });
    const { sql } = database;
    try {
      const differences: Found[] = [];
      const faults: IntakeError[] = [];
      const lacking: Lacking = { output: new Set(), targets: new Map() };
      for (const { destination, stage } of targets) {
        if (!canBeAsked(destination)) continue;
        const options = { ...flags, outputBase, isOutputBase: stage === "waiting" };
        const compared = await compareTarget(sql, destination, options)
          .catch((error) => {
            if (!(error instanceof DeliveryError)) throw error;
            faults.push(unavailable(destination, error));
          });
        if (!compared) continue;
        if (stage === "waiting") lacking.output = compared.batches;
        else lacking.targets.set(destination.name, compared.batches);
        differences.push({ ...compared.found, batches: compared.batches.size });
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

/** The result for a target. */
interface Found extends Difference {
  /** The number of Batches that are to be sent again. */
  readonly batches: number;
}

/** The Batches that lack images in OUTPUT_BASE and at targets. */
interface Lacking {
  output: ReadonlySet<number>;
  readonly targets: Map<string, ReadonlySet<number>>;
}

interface Target {
  readonly destination: Destination;
  /** The stage at which a Batch resumes if images are missing at the target. */
  readonly stage: "deliver" | "waiting";
}

function chosenTargets(
  settings: ReconcileSettings,
  operands: readonly string[],
): readonly Target[] {
  const all: Target[] = [
    { destination: toDirectory(resolve(settings.outputBase)), stage: "waiting" },
    ...openTargets(settings)
      .map((destination) => ({ destination, stage: "deliver" } as const)),
  ];
  return chosenByName(all, operands, ({ destination: { name } }) => name);
}

function format(differences: readonly Found[], targets: readonly Target[]): string {
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
async function resend(sql: Sql, { output, targets }: Lacking): Promise<string> {
  const placed = await resendBatches(sql, [...output]);
  const sent = new Set<number>();
  let all = new Set(output);
  for (const [target, batches] of targets) {
    const missing = [...batches.difference(output)];
    // a Batch that lacks images at several targets is requeued once
    for (const id of await resendToTarget(sql, missing, target, sent)) sent.add(id);
    all = all.union(batches);
  }
  return requeued(placed + sent.size, all.size - placed - sent.size);
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

function asJson(differences: readonly Found[]): string {
  return `${JSON.stringify(differences, null, 2)}\n`;
}

function unavailable({ name }: Destination, error: DeliveryError): IntakeError {
  return new IntakeError(
    "DELIVERY_FAILED",
    `${name} could not list its contents: ${error.reason}`,
    "check that the target is running and that its credentials are correct",
    { cause: error },
  );
}
