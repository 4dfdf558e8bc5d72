import { z } from "zod";
import { runToEnd } from "../../../streams/run_to_end.ts";
import { watch as watchFolders } from "../../../streams/watch.ts";
import { type Intake, openIntake } from "../../app/intake.ts";
import type { Web, WebOptions } from "../../app/open_web.ts";
import { logPort, progressPort } from "../../app/run_ports.ts";
import {
  narrowPermissions,
  openServiceManager,
  type ServiceManager,
} from "../../app/service_manager.ts";
import { watchPorts } from "../../app/watch_ports.ts";
import { openWatcher } from "../../folder/watcher.ts";
import type { IntakeEvent } from "../../model/event.ts";
import { openStateDir } from "../../system/state_dir.ts";
import { defineCommand, flag } from "../command.ts";
import { logFileVariable, openLogRotation, runDetached } from "../detach.ts";
import { ignoredSettings, readSettings } from "../intake_settings.ts";
import { openReporter, stopHint } from "../reporter.ts";
import { type SettingName, settingsSchema } from "../settings.ts";
import { shownCommand } from "../../system/shown_command.ts";

/** `watch`: processes every finished folder when it arrives, until it is stopped. */
export const watch = defineCommand({
  name: "watch",
  summary: "Process every finished folder of the inboxes when it arrives, until stopped.",
  examples: [
    [
      "watch --data-base /srv/inbox --output-base /srv/output",
      "processes every folder of this inbox when it arrives",
    ],
    [
      "watch --detach --serve",
      `runs in the background, with the web page; to end it: ${shownCommand("stop")}`,
    ],
  ],
  settings: Object.keys(settingsSchema.shape) as SettingName[],
  flags: {
    detach: flag(
      z.boolean().default(false),
      "detach",
      "run in the background, with the log in STATE_DIR/watch.log",
    ),
    serve: flag(
      z.boolean().default(false),
      "serve",
      "also serve the web page and the API at WEB_LISTEN",
    ),
  },
  async run({ settings, flags, givenAsFlag }, environment): Promise<number> {
    if (flags.detach) return await runDetached(settings.stateDir, environment);
    readSettings(settings, givenAsFlag.has("dataSubfolder"));
    using manager = openServiceManager(environment.env);
    using _rotation = openLogRotation(environment.env(logFileVariable));
    using reporter = openReporter(settings, environment);
    const { report: log } = reporter;
    const { env } = environment;
    const state = openStateDir(settings.stateDir);
    // the web page is opened before the intake, and reads the intake from here
    const opened: { intake?: Intake } = {};
    const isStalled = (): boolean => opened.intake?.isStalled() ?? false;
    await using web = flags.serve
      ? await openWeb({ settings, givenAsFlag, env, state, report: log, isStalled })
      : undefined;
    // last: a start that fails, for example because the port is in use, must not create a key
    await using intake = await openIntake(settings, {
      command: "watch",
      origin: "NEW",
      subfolderFirst: givenAsFlag.has("dataSubfolder"),
    });
    opened.intake = intake;
    narrowPermissions(settings, env);
    using watcher = openWatcher(intake.bases);
    const makeReady = readyOnce(intake, manager, web);
    const ports = watchPorts(intake, watcher, settings.scanEvery);
    const progress = progressPort(intake);
    const hint = stopHint(settings, environment);
    const report = (event: IntakeEvent): void => {
      if (event.name === "inbox.found" || event.name === "inbox.lost") makeReady();
      progress.onEvent(event);
      web?.onEvent(event);
      log(event);
    };
    await runToEnd((signals) => watchFolders(ports, signals), {
      graceMs: settings.grace * 1000,
      report,
      firstEvents: [...firstEvents(intake, web, hint), ...ignoredSettings(env)],
      progress,
      log: logPort(intake),
      pages: web?.pages,
      giveUp: environment.exitNow,
    });
    log({ name: "watch.stopped", level: "info", pid: Deno.pid });
    return 0;
  },
});

/** The code of the pages is loaded only if they are served. */
async function openWeb(options: WebOptions): Promise<Web> {
  const module = await import("../../app/open_web.ts");
  return await module.openWeb(options);
}

/** Announces that the process is ready, when it is called for the first time. */
function readyOnce(intake: Intake, manager: ServiceManager, web: Web | undefined): () => void {
  let isReady = false;
  return () => {
    if (isReady) return;
    isReady = true;
    intake.ready(web?.url);
    manager.ready(() => !intake.isStalled());
  };
}

function firstEvents(
  intake: Intake,
  web: Web | undefined,
  hint: ReturnType<typeof stopHint>,
): readonly IntakeEvent[] {
  return [
    { name: "watch.started", level: "info", pid: Deno.pid, ...hint },
    ...(web ? [web.started] : []),
    ...intake.recipeWarnings,
  ];
}
