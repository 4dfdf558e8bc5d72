import { join, resolve } from "node:path";
import { withChosenOptions } from "../cli/chosen_options.ts";
import { optionsOf } from "../cli/command_line.ts";
import { type Settings, settingsSchema } from "../cli/settings.ts";
import { retryBatches } from "../database/batches/retry_batches.ts";
import type { Database } from "../database/open_database.ts";
import type { ImagePlace } from "../database/views/find_image.ts";
import { resolveBases } from "../folder/resolve_bases.ts";
import { freeBytes } from "../output/free_bytes.ts";
import { identifyDirectory, isWithin } from "../system/paths.ts";
import { isWorker, runningProcesses } from "../system/running_processes.ts";
import type { StateDir } from "../system/state_dir.ts";
import type { Progress } from "../web/live/progress_board.ts";
import type { ShownSetting, WebPorts } from "../web/ports.ts";
import type { Account } from "../web/security/accounts.ts";

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
}

/** Connects the pages with the database, the state directory and the output. */
export function webPorts(parts: WebParts): WebPorts {
  const { settings, state, database, accounts, isEncrypted, progress } = parts;
  const outputBase = resolve(settings.outputBase);
  const bases = resolveBases({ ...settings, subfolderFirst: parts.subfolderFirst });
  return {
    sql: database.sql,
    accounts,
    isEncrypted,
    isStalled: parts.isStalled,
    settings: parts.shown,
    processes: () =>
      runningProcesses(state.run)
        .map((process) => {
          const { command, pid, startedAt } = process;
          return { command, pid, startedAt, isWorker: isWorker(process) };
        }),
    databaseAddress: database.where,
    minFree: settings.minFree,
    freeBytes: () => freeBytes(outputBase).catch(() => undefined),
    missingInboxes: () => missing(bases),
    openImage: (place) => openPlacedImage(outputBase, place),
    progress,
    retry: async (name) => (await retryBatches(database.sql, [name]))[0],
  };
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
  { code, study, series, instance }: ImagePlace,
): Promise<Deno.FsFile | undefined> {
  const path = join(outputBase, code, study, series, `${instance}.dcm`);
  try {
    if (!isWithin(path, outputBase)) return undefined;
    return await Deno.open(path, { read: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

const masked = "••••••";

/**
 * The settings in effect and their sources, as the web page shows them; secrets are masked. Throws
 * IntakeError SETTINGS if the preset of PROFILE cannot be read.
 */
export function shownSettings(
  settings: Partial<Settings>,
  givenAsFlag: ReadonlySet<string>,
  env: (name: string) => string | undefined,
): ShownSetting[] {
  const values: Readonly<Record<string, unknown>> = settings.profile === undefined
    ? settings
    : withChosenOptions({ ...settings, profile: settings.profile });
  return optionsOf(settingsSchema.shape).flatMap(({ key, meta }) => {
    if (!(key in values)) return [];
    const value = values[key];
    const text = value === undefined ? "" : String(value);
    return [{
      variable: meta.env,
      value: meta.secret && text !== "" ? masked : text,
      from: givenAsFlag.has(key) ? "flag" : env(meta.env) ? "environment" : "default",
      help: meta.help,
    }];
  });
}
