import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { runToEnd } from "../../../streams/run_to_end.ts";
import { watch } from "../../../streams/watch.ts";
import { type Intake, openIntake } from "../../app/intake.ts";
import { watchPorts } from "../../app/watch_ports.ts";
import { readIntakeState } from "../../database/views/read_intake_state.ts";
import { openWatcher } from "../../folder/watcher.ts";
import { batchStatuses } from "../../model/batch.ts";
import type { IntakeEvent } from "../../model/event.ts";
import { defineCommand, flag } from "../command.ts";
import { readCommandLine } from "../command_line.ts";
import { dropFolder, syntheticStudy } from "../demo/synthetic_study.ts";
import { type IntakeSettings, intakeSettings } from "../intake_settings.ts";
import { openReporter } from "../reporter.ts";
import type { Settings } from "../settings.ts";
import { table } from "../table.ts";
import { shownCommand } from "../../system/shown_command.ts";

const count = z.coerce.number("is not a number").int("is not a whole number").min(1, "is below 1");

/** `demo`: runs the watcher on synthetic studies in a separate directory. */
export const demo = defineCommand({
  name: "demo",
  summary: "Process synthetic studies in a temporary directory, and show the result.",
  examples: [
    [
      "demo",
      "processes 14 synthetic studies",
    ],
    [
      "demo --studies 100 --images 50",
      "processes more",
    ],
  ],
  settings: ["concurrency", "workers", "pgBin", "log", "logLevel"],
  flags: {
    studies: flag(count.default(12), "studies", "number of studies", "n"),
    images: flag(count.default(20), "images", "number of images in each study", "n"),
    directory: flag(
      z.string().optional(),
      "directory",
      "directory to use (default: a new temporary directory); it is not deleted",
      "dir",
    ),
  },
  async run({ settings, flags }, environment): Promise<number> {
    const directory = flags.directory ?? Deno.makeTempDirSync({ prefix: "dicom-intake-demo-" });
    Deno.mkdirSync(directory, { recursive: true });
    Deno.chmodSync(directory, 0o755); // if this user is root, PostgreSQL runs as another user
    await using intake = await openIntake(demoSettings(directory, settings), {
      command: "demo",
      origin: "NEW",
      subfolderFirst: false,
    });
    intake.ready();
    const inbox = join(directory, "inbox");
    Deno.mkdirSync(inbox, { recursive: true });
    {
      using reporter = openReporter(settings, environment);
      await watchAndDrop(intake, inbox, flags, reporter.report);
    }
    environment.stdout(await summary(intake, inbox));
    return 0;
  },
});

type DemoSettings = Pick<Settings, "concurrency" | "workers" | "pgBin" | "log" | "logLevel">;

/** The default settings with all directories below one, and always a private database. */
function demoSettings(directory: string, settings: DemoSettings): IntakeSettings {
  const defaults = readCommandLine([], () => undefined, {
    name: "demo",
    settings: intakeSettings,
    flags: {},
  });
  return {
    ...defaults.settings,
    ...settings,
    dataBase: join(directory, "inbox"),
    outputBase: join(directory, "output"),
    stateDir: join(directory, "state"),
    minFree: 0,
  };
}

async function watchAndDrop(
  intake: Intake,
  inbox: string,
  { studies, images }: { readonly studies: number; readonly images: number },
  report: (event: IntakeEvent) => void,
): Promise<void> {
  using watcher = openWatcher(intake.bases);
  const folders = studies + 2;
  const ended = Promise.withResolvers<void>();
  let endedCount = 0;
  const ports = watchPorts(intake, watcher, 5, () => {
    if (++endedCount === folders) ended.resolve();
  });
  await runToEnd((signals) => watch(ports, signals), {
    graceMs: 10_000,
    report: (event) => {
      if (event.name === "inbox.found") void dropAll(inbox, studies, images).catch(ended.reject);
      report(event);
    },
    until: ended.promise,
  });
}

/** Drops the studies, a folder without images, and a folder in which one file is not an image. */
async function dropAll(inbox: string, studies: number, images: number): Promise<void> {
  const note = { name: "readme.txt", bytes: new TextEncoder().encode("not an image\n") };
  for (let number = 1; number <= studies; number++) {
    await setImmediate(); // the watcher runs in the same thread
    const name = `ST-${String(number).padStart(6, "0")}`;
    dropFolder(inbox, name, syntheticStudy({ number, images, size: 256 }));
  }
  dropFolder(inbox, "ST-900001-only-a-note", [note]);
  const mixed = syntheticStudy({ number: 900_002, images, size: 256 });
  dropFolder(inbox, "ST-900002-with-a-note", [...mixed, note]);
}

async function summary(intake: Intake, inbox: string): Promise<string> {
  const { batches, images, today } = await readIntakeState(intake.database.sql);
  const state = intake.state.path;
  return [
    "",
    table(["status", "Batches"], batchStatuses.map((s) => [s, String(batches[s])])).trimEnd(),
    `images:    ${images}, ${(today.bytes / 1e6).toFixed(1)} MB`,
    `inbox:     ${inbox} (unchanged)`,
    `output:    ${intake.outputBase} (de-identified)`,
    `database:  ${intake.database.where} (while a command runs)`,
    "",
    "More information:",
    `  ${shownCommand("status")} --state-dir ${state}`,
    `  ${shownCommand("errors")} --state-dir ${state}`,
    "",
  ].join("\n");
}
