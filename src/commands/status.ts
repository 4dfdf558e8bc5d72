import { z } from "zod";
import { batchStatuses } from "../model/batch.ts";
import { openDatabase } from "../database/open_database.ts";
import { type IntakeState, readIntakeState } from "../database/read_intake_state.ts";
import { databaseSettings } from "../settings.ts";
import { isWorker, runningProcesses } from "../state/pid_file.ts";
import { openStateDir } from "../state/state_dir.ts";
import { defineCommand, flag } from "./command.ts";
import { table } from "./table.ts";

interface Status extends IntakeState {
  readonly database: string;
  readonly processes: readonly { command: string; pid: number; startedAt: string }[];
}

/** `status`: what waits, what is in work, what was done today, who is alive. */
export const status = defineCommand({
  name: "status",
  summary: "Show what waits, what is in work, what was done today, and who is alive.",
  settings: databaseSettings,
  flags: {
    json: flag(z.boolean().default(false), "json", "print JSON"),
    check: flag(
      z.boolean().default(false),
      "check",
      "for health checks: exit 1 unless a watch or queue of this STATE_DIR works",
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
  const alive = processes.map(({ command, pid, startedAt }) =>
    `${command} (process ${pid}, since ${startedAt})`
  );
  const lines = [
    `running:    ${alive.length > 0 ? alive.join(", ") : "nothing on this machine"}`,
    `database:   ${report.database}`,
    `images:     ${report.images}`,
    `today:      ${today.batches} Batches, ${today.images} images, ${megabytes(today.bytes)}`,
    `waiting:    ${waiting(report)}`,
    `to look at: ${toLookAt(report)}`,
    `settings:   ${settingsInForce(report)}`,
  ];
  const counts = table(["status", "Batches"], batchStatuses.map((s) => [s, String(batches[s])]));
  return `${noWorker(report)}${counts}${lines.join("\n")}\n${inWork(report)}`;
}

/** Stands above all else: what waits, waits for ever. */
function noWorker({ workers, processes }: Status): string {
  if (workers > 0 || processes.some(isWorker)) return "";
  return "NO WORKER IS RUNNING: no folder is processed. Start one: deno task watch\n\n";
}

function waiting({ batches, oldestWaitingSeconds }: Status): string {
  const count = batches.NEW + batches.QUEUE;
  if (count === 0 || oldestWaitingSeconds === null) return "nothing";
  return `${count} Batches, the oldest for ${Math.round(oldestWaitingSeconds)} s`;
}

function toLookAt({ withErrors, skipped, heldBack, changed, conflicts }: Status): string {
  if (withErrors + skipped + heldBack + changed + conflicts === 0) return "nothing";
  return `${withErrors} Batches that failed or left files out, ${heldBack} images held back, ` +
    `${skipped} files skipped, ` +
    `${changed} folders changed since, ${conflicts} names in two inboxes (see: errors)`;
}

function settingsInForce({ project }: Status): string {
  if (!project) return "none are recorded yet";
  const { version, fingerprint, acceptedAt, refusedWorker, refusedSettings } = project;
  const refused = refusedWorker
    ? `; ${refusedWorker} processes nothing, it differs in ${(refusedSettings ?? []).join(", ")} ` +
      "(see: project show)"
    : "";
  return `version ${version} (${fingerprint}) since ${acceptedAt}${refused}`;
}

function inWork({ inWork }: Status): string {
  if (inWork.length === 0) return "";
  const rows = inWork.map((batch) => [
    batch.batch,
    batch.stage,
    batch.worker,
    `${Math.round(batch.seconds)} s`,
    String(batch.projectVersion ?? ""),
    batch.leaseSeconds < 0 ? "expired" : `${Math.round(batch.leaseSeconds)} s`,
  ]);
  return table(["in work", "stage", "worker", "for", "settings", "lease"], rows);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
