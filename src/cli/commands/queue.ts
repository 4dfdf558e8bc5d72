import { z } from "zod";
import { queue as runQueue, type QueuePorts } from "../../../streams/queue.ts";
import type { Refill } from "../../../streams/refills.ts";
import { runToEnd } from "../../../streams/run_to_end.ts";
import { wakeUps } from "../../../streams/wake_ups.ts";
import { deliveryPorts } from "../../app/delivery_ports.ts";
import { openIntake } from "../../app/intake.ts";
import { ProjectGate } from "../../app/project_gate.ts";
import { refillPort } from "../../app/refill_port.ts";
import { logPort, progressPort, runPorts } from "../../app/run_ports.ts";
import { narrowPermissions, openServiceManager } from "../../app/service_manager.ts";
import { countUndelivered } from "../../database/batches/refill_queue.ts";
import { listenToBatches } from "../../database/batches/listen_to_batches.ts";
import type { EndStatus } from "../../model/batch.ts";
import { IntakeError } from "../../model/errors.ts";
import type { IntakeEvent } from "../../model/event.ts";
import { failureEvent } from "../../pipeline/classify_fault.ts";
import { identifyDirectory } from "../../system/paths.ts";
import { defineCommand, type Environment, flag } from "../command.ts";
import { ignoredSettings, type IntakeSettings, intakeSettings } from "../intake_settings.ts";
import { openReporter, stopHint } from "../reporter.ts";
import { shownCommand } from "../../system/shown_command.ts";

const pollEveryMs = 1000;
/** After these changes of a Batch, nothing may be left to do. */
const moves = ["DELIVERING", "DELIVERED", "DONE", "EMPTY", "REVIEW", "ERROR"];

/**
 * `queue`: scans the inboxes if no Batch is queued or processed, processes what it finds, and ends.
 */
export const queue = defineCommand({
  name: "queue",
  summary:
    "Scan the inboxes when no Batch is queued or being processed, process the folders found, and " +
    "end when they are delivered or wait for a target that is down (exit code 1).",
  examples: [
    [
      "queue --number 100 --subfolder 1_2",
      "processes the 100 oldest folders of DATA_BASE/1_2, then ends",
    ],
    [
      "queue --follow",
      "processes what a scan finds, then scans again",
    ],
  ],
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
    strict: flag(
      z.boolean().default(false),
      "strict",
      "scan again, and end, only when all Batches are delivered, even if a target is down",
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
    const { sql } = intake.database;
    const ports: QueuePorts = {
      batches: runPorts(intake, onEnd),
      deliveries: deliveryPorts(intake),
      refills: {
        mayRefill$: wakeUps((listener) => listenToBatches(sql, listener), moves, pollEveryMs),
        refill: refillPort(intake, flags, settings.scanEvery * 1000, gate),
        afterFault: (error) => afterFault(error, flags.follow, () => failed++),
      },
    };
    intake.ready();
    manager.ready(() => !intake.isStalled());
    await runToEnd((signals) => runQueue(ports, signals), {
      graceMs: settings.grace * 1000,
      report,
      firstEvents: [...startEvents(settings, environment), ...intake.recipeWarnings],
      progress,
      log: logPort(intake),
      giveUp: environment.exitNow,
    });
    const undelivered = await countUndelivered(sql).catch(() => 0);
    if (undelivered > 0) report(stillWaiting(undelivered));
    report({ name: "queue.stopped", level: "info", pid: Deno.pid });
    return failed + undelivered > 0 ? 1 : 0;
  },
});

/** A fault of this program would occur again at every attempt, and the command would never end. */
function afterFault(error: unknown, follow: boolean, onDrained: () => void): Refill {
  const event = failureEvent("refill.failed", error);
  if (event.code !== "INTERNAL" || follow) return { outcome: "skipped", events: [event] };
  onDrained();
  return { outcome: "drained", events: [event] };
}

function startEvents(settings: IntakeSettings, environment: Environment): IntakeEvent[] {
  const hint = stopHint(settings, environment);
  const started: IntakeEvent = { name: "queue.started", level: "info", pid: Deno.pid, ...hint };
  return [started, ...ignoredSettings(environment.env)];
}

function stillWaiting(waiting: number): IntakeEvent {
  const hint = `see: ${
    shownCommand("targets")
  }; watch or queue delivers them when the target is back`;
  return { name: "deliveries.postponed", level: "warn", waiting, hint };
}

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
