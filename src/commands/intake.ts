import { hostname } from "node:os";
import { resolve } from "node:path";
import type { Origin } from "../database/batch_status.ts";
import type { Executor } from "../database/executor.ts";
import { type Database, openDatabase } from "../database/open_database.ts";
import { recordFolders } from "../database/record_folders.ts";
import type { PseudonymKey } from "../deidentify/pseudonym_key.ts";
import { batchCode } from "../deidentify/pseudonym.ts";
import { IntakeError } from "../errors.ts";
import type { Folder } from "../folder/list_folders.ts";
import { readCredentials } from "../deliver/credentials.ts";
import type { Destination } from "../deliver/destination.ts";
import { openDestinations } from "../deliver/open_destinations.ts";
import { liesWithin } from "../folder/lies_within.ts";
import { resolveBases } from "../folder/resolve_bases.ts";
import type { News } from "../log.ts";
import type { Settings } from "../settings.ts";
import { announceProcess } from "../state/pid_file.ts";
import { openStateDir, type StateDir } from "../state/state_dir.ts";
import { type ImagePool, openImagePool } from "../workers/image_pool.ts";
import { chosenOptions } from "./chosen_options.ts";
import { intakeSettings } from "./intake_settings.ts";
import { readRecipe } from "./read_recipe.ts";
import { openKey } from "./open_key.ts";

/** What `watch` and `queue` work with; opened together, closed in reverse. */
export interface Intake extends AsyncDisposable {
  readonly settings: IntakeSettings;
  readonly state: StateDir;
  readonly database: Database;
  readonly pool: ImagePool;
  readonly key: PseudonymKey;
  readonly bases: readonly string[];
  readonly outputBase: string;
  /** Targets beside the output folder. */
  readonly destinations: readonly Destination[];
  /** What is probably a slip in the recipe. */
  readonly recipeWarnings: readonly string[];
  readonly origin: Origin;
  /** Names this process in claims: host and process number. */
  readonly worker: string;
  /** Shows this process to `status` and `stop`, and to who waits for it to work; call it once. */
  readonly ready: () => void;
}

export type IntakeSettings = Pick<Settings, typeof intakeSettings[number]>;

/**
 * Opens the state directory, the key, the output, the database and the threads. Throws
 * IntakeError when one of them cannot be had.
 */
export async function openIntake(
  settings: IntakeSettings,
  options: { command: string; origin: Origin; subfolderFirst: boolean },
): Promise<Intake> {
  await using stack = new AsyncDisposableStack();
  const bases = resolveBases({ ...settings, subfolderFirst: options.subfolderFirst });
  requireOutside(bases, {
    OUTPUT_BASE: settings.outputBase,
    STATE_DIR: settings.stateDir,
    ...(settings.quarantine ? { QUARANTINE: settings.quarantine } : {}),
  });
  const { recipe, warnings } = readRecipe(settings.recipe);
  const destinations = openDestinations(
    settings.deliverTo,
    readCredentials(settings.deliverCredentials),
  );
  const quarantine = settings.quarantine && resolve(settings.quarantine);
  const state = openStateDir(settings.stateDir);
  const key = openKey(settings, state);
  const outputBase = openOutput(settings.outputBase);
  const announcement = stack.use(announceProcess(state.run, options.command));
  const database = await openDatabase({ ...settings, connections: settings.concurrency + 4 });
  stack.defer(async () => {
    await database.close();
  });
  const pool = stack.use(openImagePool(
    settings.workers,
    { inboxes: bases, outputs: quarantine ? [outputBase, quarantine] : [outputBase] },
    { key: key.bytes, options: [...chosenOptions(settings)], recipe, quarantine },
  ));
  const resources = stack.move();
  return {
    settings,
    state,
    database,
    pool,
    key,
    bases,
    outputBase,
    recipeWarnings: warnings,
    destinations,
    origin: options.origin,
    worker: `${hostname()}:${Deno.pid}`,
    ready: announcement.ready,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** Records folders as Batches of this intake's origin, and says what is new. */
export async function recordAsBatches(
  intake: Intake,
  folders: readonly Folder[],
  sql: Executor = intake.database.sql,
): Promise<News[]> {
  const found = folders.map((folder) => ({ ...folder, code: batchCode(intake.key, folder.uid) }));
  const recorded = await recordFolders(sql, found, intake.origin);
  return recorded.map(({ code, what }) => ({
    event: `folder.${what}`,
    level: what === "added" || what === "returned" ? "debug" : "warn",
    batch: code,
  }));
}

/** What lies in an inbox is taken for a Batch; what comes out would go in again for ever. */
function requireOutside(bases: readonly string[], places: Readonly<Record<string, string>>): void {
  for (const [variable, place] of Object.entries(places)) {
    const path = resolve(place);
    const base = bases.find((base) => liesWithin(path, base));
    if (base === undefined) continue;
    throw new IntakeError(
      "SETTINGS",
      `${variable} ${path} lies in the inbox ${base}`,
      "give a directory outside of every inbox",
    );
  }
}

function openOutput(outputBase: string): string {
  const path = resolve(outputBase);
  try {
    Deno.mkdirSync(path, { recursive: true });
    return path;
  } catch (error) {
    throw new IntakeError(
      "OUTPUT_UNWRITABLE",
      `OUTPUT_BASE ${path} cannot be made (${error instanceof Error ? error.name : "unknown"})`,
      "give a directory that this user may write to",
      { cause: error },
    );
  }
}
