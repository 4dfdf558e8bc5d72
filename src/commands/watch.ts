import { z } from "zod";
import { openWatcher } from "../folder/watcher.ts";
import type { News } from "../log.ts";
import { runToEnd } from "../../streams/run_to_end.ts";
import { watch as watchFolders } from "../../streams/watch.ts";
import { defineCommand, flag } from "./command.ts";
import { runDetached } from "./detach.ts";
import { openIntake } from "./intake.ts";
import { intakeSettings } from "./intake_settings.ts";
import { openReporter } from "./reporter.ts";
import { watchPorts } from "./watch_ports.ts";

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
    const ports = watchPorts(intake, watcher, settings.scanEvery);
    let looking = false;
    const tell = (news: News): void => {
      if (!looking && news.event.startsWith("inbox.")) intake.ready();
      looking ||= news.event.startsWith("inbox.");
      reporter.tell(news);
    };
    reporter.tell({ event: "watch.started", level: "info", pid: Deno.pid });
    for (const reason of intake.recipeWarnings) {
      reporter.tell({ event: "recipe.warning", level: "warn", reason });
    }
    await runToEnd((signals) => watchFolders({ ...ports, ...signals }), {
      graceMs: settings.grace * 1000,
      tell,
    });
    reporter.tell({ event: "watch.stopped", level: "info", pid: Deno.pid });
    return 0;
  },
});
