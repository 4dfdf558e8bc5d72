import { z } from "zod";
import { queue as runQueue, type QueuePorts } from "../../../streams/queue.ts";
import { runToEnd } from "../../../streams/run_to_end.ts";
import { wakeUps } from "../../../streams/wake_ups.ts";
import { openIntake } from "../../app/intake.ts";
import { ProjectGate } from "../../app/project_gate.ts";
import { refillPort } from "../../app/refill_port.ts";
import { progressPort, runPorts } from "../../app/run_ports.ts";
import { narrowPermissions, openServiceManager } from "../../app/service_manager.ts";
import { listenToBatches } from "../../database/batches/listen_to_batches.ts";
import type { EndStatus } from "../../model/batch.ts";
import { IntakeError } from "../../model/errors.ts";
import type { IntakeEvent } from "../../model/event.ts";
import { failureEvent } from "../../pipeline/classify_fault.ts";
import { identifyDirectory } from "../../system/paths.ts";
import { defineCommand, flag } from "../command.ts";
import { intakeSettings } from "../intake_settings.ts";
import { openReporter } from "../reporter.ts";

const pollEveryMs = 1000;

/**
 * `queue`: scans the inboxes if no Batch is queued or processed, processes what it finds, and ends.
 */
export const queue = defineCommand({
  name: "queue",
  summary:
    "Scan the inboxes when no Batch is queued or being processed, and process the folders found.",
  settings: [...intakeSettings, "scanEvery"],
  flags: {
    number: flag(
      z.coerce.number("is not a number").int("is not a whole number").min(1, "is below 1")
        .optional(),
      "number",
      "maximum number of Batches per scan, oldest first; without --follow, end when they are done",
      "n",
    ),
    follow: flag(
      z.boolean().default(false),
      "follow",
      "keep running, and scan again when all Batches are done",
    ),
  },
  async run({ settings, flags, givenAsFlag }, environment): Promise<number> {
    using manager = openServiceManager(environment.env);
    await using intake = await openIntake(settings, {
      command: "queue",
      origin: "QUEUE",
      subfolderFirst: givenAsFlag.has("dataSubfolder"),
    });
    narrowPermissions(settings, environment.env);
    const gate = new ProjectGate(intake);
    if (!flags.follow) {
      await requireInbox(intake.bases);
      await gate.requireOpen();
    }
    using reporter = openReporter(settings, environment);
    const progress = progressPort(intake);
    let failed = 0;
    const onEnd = (status: EndStatus): void => {
      if (status === "ERROR") failed++;
    };
    const report = (event: IntakeEvent): void => {
      progress.onEvent(event);
      reporter.report(event);
    };
    const { database: { sql } } = intake;
    const ended: readonly EndStatus[] = ["DONE", "EMPTY", "ERROR"];
    const ports: QueuePorts = {
      batches: runPorts(intake, onEnd),
      refills: {
        mayRefill$: wakeUps((listener) => listenToBatches(sql, listener), ended, pollEveryMs),
        refill: refillPort(intake, flags, settings.scanEvery * 1000, gate),
        reportFault: (error) => failureEvent("refill.failed", error),
      },
    };
    intake.ready();
    manager.ready(() => !intake.isStalled());
    const firstEvents: readonly IntakeEvent[] = [
      { name: "queue.started", level: "info", pid: Deno.pid },
      ...intake.recipeWarnings,
    ];
    await runToEnd((signals) => runQueue(ports, signals), {
      graceMs: settings.grace * 1000,
      report,
      firstEvents,
      progress,
      giveUp: environment.exitNow,
    });
    report({ name: "queue.stopped", level: "info", pid: Deno.pid });
    return failed > 0 ? 1 : 0;
  },
});

async function requireInbox(bases: readonly string[]): Promise<void> {
  for (const base of bases) {
    if (await identifyDirectory(base)) return;
  }
  throw new IntakeError(
    "INBOX_MISSING",
    `the inbox ${bases.join(", ")} does not exist or is not readable`,
    "create the directory or grant read access, or set DATA_BASE, DATA_INPUT_FOLDERS or " +
      "--subfolder",
  );
}
