import { z } from "zod";
import { openDatabase } from "../../database/open_database.ts";
import { type IntakeState, readIntakeState } from "../../database/views/read_intake_state.ts";
import { batchStatuses } from "../../model/batch.ts";
import { isWorker, runningProcesses } from "../../system/running_processes.ts";
import { openStateDir } from "../../system/state_dir.ts";
import { defineCommand, flag } from "../command.ts";
import { databaseSettings } from "../settings.ts";
import { table } from "../table.ts";

interface Status extends IntakeState {
  readonly database: string;
  readonly processes: readonly { command: string; pid: number; startedAt: string }[];
}

/** `status`: shows workers, and queued, running and failed Batches. */
export const status = defineCommand({
  name: "status",
  summary: "Show workers, and queued, running and failed Batches.",
  settings: databaseSettings,
  flags: {
    json: flag(z.boolean().default(false), "json", "print JSON"),
    check: flag(
      z.boolean().default(false),
      "check",
      "for health checks: exit 1 unless a watch or queue of this STATE_DIR is running",
    ),
  },
  async run({ settings, flags }, { stdout }): Promise<number> {
    const state = openStateDir(settings.stateDir);
    const database = await openDatabase({ ...settings, connections: 4 });
    try {
      const processes = runningProcesses(state.run)
        .map(({ command, pid, startedAt }) => ({ command, pid, startedAt }));
      const intake = await readIntakeState(database.sql);
      const report: Status = { ...intake, database: database.where, processes };
      stdout(flags.json ? `${JSON.stringify(report, null, 2)}\n` : format(report));
      return flags.check && !processes.some(isWorker) ? 1 : 0;
    } finally {
      await database.close();
    }
  },
});

function format(report: Status): string {
  const { batches, today, processes } = report;
  const running = processes.map(({ command, pid, startedAt }) =>
    `${command} (process ${pid}, since ${startedAt})`
  );
  const lines = [
    `running:    ${running.length > 0 ? running.join(", ") : "no process on this machine"}`,
    `database:   ${report.database}`,
    `images:     ${report.images}`,
    `today:      ${today.batches} Batches, ${today.images} images, ${megabytes(today.bytes)}`,
    `waiting:    ${waiting(report)}`,
    `errors:     ${errors(report)}`,
    `settings:   ${settingsInForce(report)}`,
  ];
  const counts = table(["status", "Batches"], batchStatuses.map((s) => [s, String(batches[s])]));
  return `${noWorker(report)}${counts}${lines.join("\n")}\n${runningBatches(report)}`;
}

/** Printed first, because without a worker nothing is processed. */
function noWorker({ workers, processes }: Status): string {
  if (workers > 0 || processes.some(isWorker)) return "";
  return "NO WORKER IS RUNNING. No folder is processed. To start one: deno task watch\n\n";
}

function waiting({ batches, oldestWaitingSeconds }: Status): string {
  const count = batches.NEW + batches.QUEUE;
  if (count === 0 || oldestWaitingSeconds === null) return "no Batches";
  return `${count} Batches, the oldest for ${Math.round(oldestWaitingSeconds)} s`;
}

function errors({ withErrors, skipped, heldBack, changed, conflicts }: Status): string {
  if (withErrors + skipped + heldBack + changed + conflicts === 0) return "none";
  return `${withErrors} Batches that failed or skipped files, ${heldBack} images held back, ` +
    `${skipped} files skipped, ` +
    `${changed} folders changed afterwards, ${conflicts} names in two inboxes (see: deno task ` +
    "errors)";
}

function settingsInForce({ project }: Status): string {
  if (!project) return "not recorded yet";
  const { version, fingerprint, acceptedAt, refusedWorker, refusedSettings } = project;
  const refused = refusedWorker
    ? `; ${refusedWorker} does not process anything, because its settings differ in ` +
      `${(refusedSettings ?? []).join(", ")} (see: deno task project show)`
    : "";
  return `version ${version} (${fingerprint}) since ${acceptedAt}${refused}`;
}

function runningBatches({ inWork }: Status): string {
  if (inWork.length === 0) return "";
  const rows = inWork.map((batch) => [
    batch.batch,
    batch.stage,
    batch.worker,
    `${Math.round(batch.seconds)} s`,
    String(batch.projectVersion ?? ""),
    batch.leaseSeconds < 0 ? "expired" : `${Math.round(batch.leaseSeconds)} s`,
  ]);
  return table(["running", "stage", "worker", "duration", "settings", "lease"], rows);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
