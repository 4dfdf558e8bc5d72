import { join, resolve } from "node:path";
import { withChosenOptions } from "../cli/chosen_options.ts";
import { openTargets } from "../cli/delivery_targets.ts";
import { optionsOf } from "../cli/command_line.ts";
import { readableValue } from "../cli/readable_value.ts";
import { settingGroups } from "../cli/setting_groups.ts";
import { type Settings, settingsSchema } from "../cli/settings.ts";
import type { Database } from "../database/open_database.ts";
import type { ImagePlace } from "../database/views/find_image.ts";
import { resolveBases } from "../folder/resolve_bases.ts";
import type { TargetCheck } from "../model/target.ts";
import { freeBytes } from "../output/free_bytes.ts";
import { identifyDirectory, isWithin } from "../system/paths.ts";
import { isWorker, runningProcesses } from "../system/running_processes.ts";
import type { PicturePool } from "../pictures/picture_pool.ts";
import type { StateDir } from "../system/state_dir.ts";
import type { Progress } from "../web/live/progress_board.ts";
import type { ShownProcess, ShownSetting, WebPorts } from "../web/ports.ts";
import type { Account } from "../web/security/accounts.ts";
import { tryTarget } from "./try_target.ts";

/** What the pages need from the process that serves them. */
export interface WebParts {
  readonly settings: Settings;
  readonly shown: readonly ShownSetting[];
  readonly subfolderFirst: boolean;
  readonly state: StateDir;
  readonly database: Database;
  readonly accounts: (() => readonly Account[]) | undefined;
  readonly isEncrypted: boolean;
  readonly progress: () => readonly Progress[];
  readonly isStalled: () => boolean;
  readonly review: WebPorts["review"];
  /** Reads frames below OUTPUT_BASE. */
  readonly frames: Pick<PicturePool, "read">;
}

/** Connects the pages with the database, the state directory and the output. */
export function webPorts(parts: WebParts): WebPorts {
  const { settings, state, database, accounts, isEncrypted, progress, review } = parts;
  const outputBase = resolve(settings.outputBase);
  const bases = resolveBases({ ...settings, subfolderFirst: parts.subfolderFirst });
  return {
    sql: database.sql,
    access: { accounts, isEncrypted },
    program: {
      isStalled: parts.isStalled,
      settings: parts.shown,
      processes: () => shownProcesses(state),
      databaseAddress: database.where,
    },
    storage: {
      minFree: settings.minFree,
      freeBytes: () => freeBytes(outputBase).catch(() => undefined),
      missingInboxes: () => missing(bases),
      openImage: (place) => openPlacedImage(outputBase, place),
      async readFrame(place, frame, signal) {
        const path = placedPath(outputBase, place);
        return path === undefined
          ? { fault: "gone" }
          : await parts.frames.read(path, { frame }, signal);
      },
    },
    progress,
    checkTargets: () => checkTargets(settings, database),
    review,
  };
}

function shownProcesses({ run }: StateDir): ShownProcess[] {
  return runningProcesses(run).map((process) => {
    const { command, pid, startedAt } = process;
    return { command, pid, startedAt, isWorker: isWorker(process) };
  });
}

/** A test on a page takes no longer; the command has no such limit. */
const longestTestMs = 20_000;

/** Tests the targets of the settings at the same time. */
async function checkTargets(settings: Settings, { sql }: Database): Promise<TargetCheck[]> {
  const limitMs = Math.min(settings.deliveryTimeout * 1000, longestTestMs);
  return await Promise.all(openTargets(settings).map((one) => tryTarget(sql, one, limitMs)));
}

async function missing(bases: readonly string[]): Promise<string[]> {
  const found = await Promise.all(bases.map((base) => identifyDirectory(base)));
  return bases.filter((_, index) => found[index] === undefined);
}

/**
 * Opens a delivered image. Returns undefined if it does not exist, or if its path, with links
 * resolved, is outside of OUTPUT_BASE.
 */
export async function openPlacedImage(
  outputBase: string,
  place: ImagePlace,
): Promise<Deno.FsFile | undefined> {
  const path = placedPath(outputBase, place);
  try {
    if (path === undefined) return undefined;
    return await Deno.open(path, { read: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The path of a delivered image; undefined if it is outside of OUTPUT_BASE with links resolved. */
function placedPath(
  outputBase: string,
  { code, study, series, instance }: ImagePlace,
): string | undefined {
  const path = join(outputBase, code, study, series, `${instance}.dcm`);
  return isWithin(path, outputBase) ? path : undefined;
}

const masked = "••••••";

/**
 * The settings in effect and their sources by subject, as the web page shows them: times and sizes
 * have units, secrets are masked. Throws IntakeError SETTINGS if the preset of PROFILE cannot be
 * read.
 */
export function shownSettings(
  settings: Partial<Settings>,
  givenAsFlag: ReadonlySet<string>,
  env: (name: string) => string | undefined,
): ShownSetting[] {
  const values: Readonly<Record<string, unknown>> = settings.profile === undefined
    ? settings
    : withChosenOptions({ ...settings, profile: settings.profile });
  return settingGroups.flatMap(({ title, names }) =>
    optionsOf(settingsSchema.shape, [...names]).filter(({ key }) => key in values)
      .map(({ key, meta }) => {
        const text = readableValue(values[key], meta);
        return {
          group: title,
          variable: meta.env,
          value: meta.secret && text !== "" ? masked : text,
          from: givenAsFlag.has(key) ? "flag" : env(meta.env) ? "environment" : "default",
          help: meta.help,
        };
      })
  );
}
