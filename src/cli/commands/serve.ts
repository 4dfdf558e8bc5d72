import { runToEnd, untilStopped } from "../../../streams/run_to_end.ts";
import { openWeb } from "../../app/open_web.ts";
import { narrowPermissions } from "../../app/service_manager.ts";
import { announceProcess } from "../../system/running_processes.ts";
import { openStateDir } from "../../system/state_dir.ts";
import { defineCommand } from "../command.ts";
import { targetSettings } from "../delivery_targets.ts";
import { openReporter } from "../reporter.ts";
import { databaseSettings, type SettingName, settingsSchema } from "../settings.ts";

/** `serve`: serves the web page and the API; it processes no Batches. */
export const serve = defineCommand({
  name: "serve",
  summary: "Serve the web page, the API and the metrics until stopped.",
  examples: [
    [
      "serve --web-listen 127.0.0.1:9000",
      "serves the page on another port; watch can run on another machine",
    ],
  ],
  settings: Object.keys(settingsSchema.shape) as SettingName[],
  // the others are only shown on the page of the settings
  ownSettings: [
    ...databaseSettings,
    "dataBase",
    "dataSubfolder",
    "dataInputFolders",
    "outputBase",
    "minFree",
    "quarantine",
    "reviewFourEyes",
    "grace",
    ...targetSettings,
    "webListen",
    "webUsers",
    "webCert",
    "webKey",
    "log",
    "logLevel",
  ],
  flags: {},
  async run({ settings, givenAsFlag }, environment): Promise<number> {
    const state = openStateDir(settings.stateDir);
    using announcement = announceProcess(state.run, "serve");
    using reporter = openReporter(settings, environment);
    const { env } = environment;
    const { report } = reporter;
    await using web = await openWeb({
      settings,
      givenAsFlag,
      env,
      state,
      report,
      isStalled: () => false,
    });
    narrowPermissions(settings, env);
    announcement.ready(web.url);
    await runToEnd(untilStopped, {
      graceMs: settings.grace * 1000,
      report,
      firstEvents: [web.started],
      pages: web.pages,
      giveUp: environment.exitNow,
    });
    report({ name: "web.stopped", level: "info", pid: Deno.pid });
    return 0;
  },
});
