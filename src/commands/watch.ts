import { z } from "zod";
import { identifyDirectory } from "../folder/identify_directory.ts";
import { listFolders, lookAtFolder } from "../folder/list_folders.ts";
import { openWatcher } from "../folder/watcher.ts";
import { folderEvents } from "../../streams/folder_events.ts";
import { runToEnd } from "../../streams/run_to_end.ts";
import { watch as watchFolders } from "../../streams/watch.ts";
import { defineCommand, flag } from "./command.ts";
import { runDetached } from "./detach.ts";
import { openIntake, recordAsBatches } from "./intake.ts";
import { intakeSettings } from "./intake_settings.ts";
import { openReporter } from "./reporter.ts";
import { faultNews, runPorts } from "./run_ports.ts";

const lookEveryMs = 1000;

/** `watch`: takes every finished folder as it arrives, until it is stopped. */
export const watch = defineCommand({
  name: "watch",
  summary: "Take every finished folder of the inboxes as it arrives, until stopped.",
  settings: [...intakeSettings, "scanEvery"],
  flags: {
    detach: flag(
      z.boolean().default(false),
      "detach",
      "run in the background; the log is STATE_DIR/watch.log",
    ),
  },
  async run({ settings, flags, givenAsFlag }, surroundings): Promise<number> {
    if (flags.detach) return await runDetached(settings.stateDir, surroundings);
    await using intake = await openIntake(settings, {
      command: "watch",
      origin: "NEW",
      subfolderFirst: givenAsFlag.has("dataSubfolder"),
    });
    using watcher = openWatcher();
    using reporter = openReporter(settings, surroundings);
    const ports = {
      ...runPorts(intake),
      bases: intake.bases,
      scanEveryMs: settings.scanEvery * 1000,
      lookEveryMs,
      identify: identifyDirectory,
      events: (base: string) => folderEvents(watcher, base),
      list: (base: string) => listFolders(base),
      lookAt: lookAtFolder,
      record: (folders: Parameters<typeof recordAsBatches>[1]) =>
        recordAsBatches(intake, folders).catch((error) => [faultNews("record.failed", error)]),
    };
    reporter.tell({ event: "watch.started", level: "info", pid: Deno.pid });
    await runToEnd(
      (signals) => watchFolders({ ...ports, ...signals }),
      settings.grace * 1000,
      reporter.tell,
    );
    reporter.tell({ event: "watch.stopped", level: "info", pid: Deno.pid });
    return 0;
  },
});
