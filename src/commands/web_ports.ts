import { resolve } from "node:path";
import type { Database } from "../database/open_database.ts";
import { retryBatches } from "../database/retry_batches.ts";
import { freeBytes } from "../deliver/free_bytes.ts";
import { identifyDirectory } from "../folder/identify_directory.ts";
import { resolveBases } from "../folder/resolve_bases.ts";
import type { Settings } from "../settings.ts";
import { isWorker, runningProcesses } from "../state/pid_file.ts";
import type { StateDir } from "../state/state_dir.ts";
import { openImage } from "./open_image.ts";
import type { Progress } from "../web/live/progress_board.ts";
import type { ShownSetting, WebPorts } from "../web/ports.ts";
import type { Account } from "../web/security/accounts.ts";

/** What the pages need of the process that serves them. */
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
    outputBase,
    minFree: settings.minFree,
    freeBytes: () => freeBytes(outputBase).catch(() => undefined),
    missingInboxes: () => missing(bases),
    openImage: (place) => openImage(outputBase, place),
    progress,
    retry: async (name) => (await retryBatches(database.sql, [name]))[0],
  };
}

async function missing(bases: readonly string[]): Promise<string[]> {
  const found = await Promise.all(bases.map((base) => identifyDirectory(base)));
  return bases.filter((_, index) => found[index] === undefined);
}
