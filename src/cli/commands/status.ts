import { z } from "zod";
import { openDatabase } from "../../database/open_database.ts";
import { type IntakeState, readIntakeState } from "../../database/views/read_intake_state.ts";
import { isDown } from "../../database/views/read_targets.ts";
import { batchStatuses } from "../../model/batch.ts";
import { isWorker, runningProcesses } from "../../system/running_processes.ts";
import { openStateDir } from "../../system/state_dir.ts";
import { defineCommand, flag } from "../command.ts";
import { databaseSettings } from "../settings.ts";
import { table } from "../table.ts";
import { styled, terminalOf } from "../terminal.ts";
import { wrapText } from "../wrap_text.ts";
import { shownCommand } from "../../system/shown_command.ts";

interface Status extends IntakeState {
  readonly database: string;
  readonly processes: readonly { command: string; pid: number; startedAt: string }[];
}

/** `status`: shows workers, and queued, running and failed Batches. */
export const status = defineCommand({
  name: "status",
  summary: "Show workers, and queued, running and failed Batches.",
  examples: [
    [
      "status",
      "shows numbers of Batches, running jobs and targets",
    ],
    [
      "status --check",
      "for health checks: exits with 1 if nothing is running",
    ],
  ],
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
    `review:     ${review(report)}`,
    `errors:     ${errors(report)}`,
    `delivery:   ${delivery(report)}`,
    `settings:   ${settingsInForce(report)}`,
  ];
  const counts = table(["status", "Batches"], batchStatuses.map((s) => [s, String(batches[s])]));
  const { columns } = terminalOf();
  const wrapped = lines.map((line) => wrapText(line, columns, { first: "", next: valueIndent }));
  return `${noWorker(report)}${counts}${wrapped.join("")}${runningBatches(report)}`;
}

const valueIndent = " ".repeat("settings:   ".length);

/** Printed first, because without a worker nothing is processed. */
function noWorker({ workers, processes }: Status): string {
  if (workers > 0 || processes.some(isWorker)) return "";
  const terminal = terminalOf();
  const [alarm, remedy] = ["NO WORKER IS RUNNING.", "No folder is processed. To start one: "];
  return styled(alarm, "red", terminal) +
    wrapText(`${alarm} ${remedy}${shownCommand("watch")}`, terminal.columns).slice(alarm.length) +
    "\n";
}

function waiting({ batches, oldestWaitingSeconds }: Status): string {
  const count = batches.NEW + batches.QUEUE;
  if (count === 0 || oldestWaitingSeconds === null) return "no Batches";
  return `${count} Batches, the oldest for ${Math.round(oldestWaitingSeconds)} s`;
}

function errors(status: Status): string {
  const { withErrors, skipped, heldBack, changed, conflicts, acknowledged } = status;
  if (withErrors + skipped + heldBack + changed + conflicts === 0) return "none";
  return `${withErrors} Batches that failed or skipped files, ${heldBack} images held back, ` +
    `${skipped} files skipped, ` +
    `${changed} folders changed afterwards, ${conflicts} names in two inboxes` +
    (acknowledged > 0 ? `, ${acknowledged} Batches acknowledged` : "") +
    ` (see: ${shownCommand("errors")})`;
}

function review({ review: { images, since, proposed } }: Status): string {
  if (images === 0) return "no image waits for a person";
  return `${images} images wait for a person, the first since ${since}` +
    (proposed > 0 ? `; for ${proposed} of them a second reviewer must confirm the decision` : "");
}

function delivery({ targets, batches }: Status): string {
  if (targets.length === 0) return "no targets";
  const down = targets.filter(isDown);
  const which = down.map(({ name, waiting, errorReason }) =>
    `${name} is down (${errorReason ?? "no answer"}), ${waiting} Batches wait for it`
  );
  const states = down.length === 0 ? `${targets.length} targets, none is down` : which.join("; ");
  return `${batches.DELIVERING} Batches are being delivered; ${states}` +
    (down.length > 0 ? ` (see: ${shownCommand("targets")})` : "");
}

function settingsInForce({ project }: Status): string {
  if (!project) return "not recorded yet";
  const { version, fingerprint, acceptedAt, refusedWorker, refusedSettings } = project;
  const refused = refusedWorker
    ? `; ${refusedWorker} does not process anything, because its settings differ in ` +
      `${(refusedSettings ?? []).join(", ")} (see: ${shownCommand("project show")})`
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
