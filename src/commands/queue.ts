import { z } from "zod";
import { listenToBatches } from "../database/listen_to_batches.ts";
import type { EndStatus } from "../model/batch.ts";
import { IntakeError } from "../errors.ts";
import { identifyDirectory } from "../folder/identify_directory.ts";
import type { IntakeEvent } from "../model/event.ts";
import { queue as workQueue } from "../../streams/queue.ts";
import { startWithEvents } from "../../streams/start_with_events.ts";
import { runToEnd } from "../../streams/run_to_end.ts";
import { reportProgress } from "../../streams/report_progress.ts";
import { wakeUps } from "../../streams/wake_ups.ts";
import { defineCommand, flag } from "./command.ts";
import { openIntake } from "./intake.ts";
import { intakeSettings } from "./intake_settings.ts";
import { narrowPermissions } from "./narrow_permissions.ts";
import { openReporter } from "./reporter.ts";
import { failureEvent } from "./failure_event.ts";
import { ProjectGate } from "./project_gate.ts";
import { progressPort } from "./progress_port.ts";
import { refillPort } from "./refill_port.ts";
import { runPorts } from "./run_ports.ts";
import { openServiceManager } from "./service_manager.ts";

const gatePollMs = 1000;

/** `queue`: scans only when nothing is in flight, works off what it found, and ends. */
export const queue = defineCommand({
  name: "queue",
  summary: "Scan the inboxes when nothing is in flight, and work off what is found.",
  settings: [...intakeSettings, "scanEvery"],
  flags: {
    number: flag(
      z.coerce.number("is not a number").int("is not a whole number").min(1, "is below 1")
        .optional(),
      "number",
      "queue at most this many Batches per scan; without --follow, end when they are done",
      "n",
    ),
    follow: flag(z.boolean().default(false), "follow", "keep running when nothing is left"),
  },
  async run({ settings, flags, givenAsFlag }, surroundings): Promise<number> {
    using manager = openServiceManager(surroundings.env);
    await using intake = await openIntake(settings, {
      command: "queue",
      origin: "QUEUE",
      subfolderFirst: givenAsFlag.has("dataSubfolder"),
    });
    narrowPermissions(settings, surroundings.env);
    const gate = new ProjectGate(intake);
    if (!flags.follow) {
      await requireInbox(intake.bases);
      await gate.requireOpen();
    }
    using reporter = openReporter(settings, surroundings);
    const progress = progressPort(intake);
    let failed = 0;
    const onEnd = (status: EndStatus): void => {
      if (status === "ERROR") failed++;
    };
    const tell = (news: IntakeEvent): void => {
      progress.hear(news);
      reporter.tell(news);
    };
    const { database: { sql } } = intake;
    const moved = ["DONE", "EMPTY", "ERROR"];
    const ports = {
      ...runPorts(intake, onEnd),
      mayRefill$: wakeUps((listener) => listenToBatches(sql, listener), moved, gatePollMs),
      refill: refillPort(intake, flags, settings.scanEvery * 1000, gate),
      reportFault: (error: unknown) => failureEvent("refill.failed", error),
    };
    intake.ready();
    manager.ready(() => !intake.isStalled());
    const opening: readonly IntakeEvent[] = [
      { name: "queue.started", level: "info", pid: Deno.pid },
      ...intake.recipeWarnings,
    ];
    await runToEnd(
      (signals) =>
        workQueue({ ...ports, ...signals }).pipe(
          startWithEvents(...opening),
          reportProgress(progress),
        ),
      { graceMs: settings.grace * 1000, tell, giveUp: surroundings.giveUp },
    );
    tell({ name: "queue.stopped", level: "info", pid: Deno.pid });
    return failed > 0 ? 1 : 0;
  },
});

async function requireInbox(bases: readonly string[]): Promise<void> {
  for (const base of bases) {
    if (await identifyDirectory(base)) return;
  }
  throw new IntakeError(
    "INBOX_MISSING",
    `the inbox ${bases.join(", ")} is not there or may not be read`,
    "make the directory, or set DATA_BASE, DATA_INPUT_FOLDERS or --subfolder",
  );
}
