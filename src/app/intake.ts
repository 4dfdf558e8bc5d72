import { hostname } from "node:os";
import { chosenOptions } from "../cli/chosen_options.ts";
import { type IntakeSettings, policyOfIntake, readSettings } from "../cli/intake_settings.ts";
import { keyFingerprints, openKeys } from "../cli/open_key.ts";
import { reviewPolicyOf, textPolicyOf } from "../cli/screening_settings.ts";
import { recordFirstPolicy, requireKey } from "../database/batches/project.ts";
import { latestClaims } from "../database/batches/renew_leases.ts";
import { workerApplication } from "../database/batches/workers.ts";
import { type Database, openDatabase } from "../database/open_database.ts";
import type { KeyRing } from "../deidentify/pseudonyms/key_ring.ts";
import type { Destination } from "../deliver/destination.ts";
import { type FolderThreads, openFolderThreads } from "../folder/threads/folder_threads.ts";
import type { Origin } from "../model/batch.ts";
import type { IntakeEvent } from "../model/event.ts";
import { sweepOutput } from "../output/staged_folder.ts";
import type { PicturePool } from "../pictures/picture_pool.ts";
import { type ImagePool, openImagePool } from "../pipeline/image/image_pool.ts";
import { ExclusiveLock } from "../pipeline/image/isolate_suspects.ts";
import { defaultProject, type Policy } from "../projects/policy.ts";
import { filesOfThread, Limiter, syncsAtOnce } from "../system/limiter.ts";
import { announceProcess } from "../system/running_processes.ts";
import { openStateDir, type StateDir } from "../system/state_dir.ts";
import { openOutput, openQuarantine } from "./open_output.ts";
import { openThumbnailThreads, sweepOriginals } from "./quarantine_ports.ts";

/**
 * The maximum number of folder threads: a slow inbox delays others only if it occupies all of them.
 */
const maxFolderThreads = 4;

/** The resources of `watch` and `queue`: opened together, closed in reverse order. */
export interface Intake extends AsyncDisposable {
  readonly settings: IntakeSettings;
  readonly state: StateDir;
  readonly database: Database;
  readonly pool: ImagePool;
  /** Opens a thread outside the pool to process a file of this inbox that may crash the thread. */
  readonly openThread: (inbox: string) => ImagePool;
  /** Shared by ordinary jobs; exclusive for files that must run alone. */
  readonly exclusiveLock: ExclusiveLock;
  readonly folders: FolderThreads;
  /** Draws thumbnails of originals that are to wait. */
  readonly pictures: PicturePool;
  /** How long the threads have made no progress for a Batch (by its code), in milliseconds. */
  readonly silentMs: (code: string) => number;
  /** Whether threads have tasks and none makes progress. */
  readonly isStalled: () => boolean;
  /** Limits the files that the main thread has open. */
  readonly openFiles: Limiter;
  readonly keys: KeyRing;
  /** The settings that decide which bytes are delivered, where to, and what happens to sources. */
  readonly policy: Policy;
  readonly bases: readonly string[];
  readonly outputBase: string;
  /** The directory of originals that wait for a person. */
  readonly quarantine: string;
  /** Delivery targets in addition to OUTPUT_BASE. */
  readonly destinations: readonly Destination[];
  /** One event for each probable mistake in the recipe. */
  readonly recipeWarnings: readonly IntakeEvent[];
  readonly origin: Origin;
  /** Identifies this process in claims: host and process ID. */
  readonly worker: string;
  /** Announces that this process is ready; call it once, with the address of the web page. */
  readonly ready: (url?: string) => void;
}

/**
 * Opens the state directory, the key, the output, the database and the threads. Throws IntakeError
 * if one of them is not available.
 */
export async function openIntake(
  settings: IntakeSettings,
  options: { command: string; origin: Origin; subfolderFirst: boolean },
): Promise<Intake> {
  await using stack = new AsyncDisposableStack();
  const named = readSettings(settings, options.subfolderFirst);
  const { bases, destinations } = named;
  const state = openStateDir(settings.stateDir);
  keyFingerprints(settings, state); // reports damaged or missing keys before anything starts
  const outputBase = openOutput("OUTPUT_BASE", settings.outputBase, 0o777);
  const quarantine = openQuarantine(settings);
  const announcement = stack.use(announceProcess(state.run, options.command));
  const worker = `${hostname()}:${Deno.pid}`;
  const database = await openWorkerDatabase(settings, worker);
  stack.defer(async () => void await database.close());
  await requireKey(database.sql, keyFingerprints(settings, state));
  await sweepLeftovers({ outputBase, quarantine, database });
  const keys = openKeys(settings, state); // last: a start that fails must not create a key
  const policy = policyOfIntake(settings, named, keys);
  await recordFirstPolicy(database.sql, defaultProject, policy, worker);
  const openThreads = threadOpener(settings, named, { keys, outputBase, quarantine });
  const pool = stack.use(openThreads(settings.workers, bases));
  const folders = stack.use(openThreadsOfFolders(settings, bases));
  const pictures = stack.use(openThumbnailThreads(quarantine));
  const resources = stack.move();
  return {
    settings,
    state,
    database,
    pool,
    openThread: (inbox) => openThreads(1, [inbox]),
    exclusiveLock: new ExclusiveLock(),
    folders,
    pictures,
    silentMs: (code) => Math.max(pool.silentMs(code), folders.silentMs(code)),
    isStalled: () => Math.max(pool.stalledMs, folders.stalledMs) > settings.threadTimeout * 1500,
    openFiles: new Limiter(syncsAtOnce),
    keys,
    policy,
    bases,
    outputBase,
    quarantine,
    recipeWarnings: named.warnings.map(questioned),
    destinations,
    origin: options.origin,
    worker,
    ready: announcement.ready,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** Removes what crashed jobs left in the directories that this process writes to. */
async function sweepLeftovers(
  { outputBase, quarantine, database }: Pick<Intake, "outputBase" | "quarantine" | "database">,
): Promise<void> {
  await sweepOutput(outputBase, (codes) => latestClaims(database.sql, codes));
  await sweepOriginals({ quarantine, database });
}

function openWorkerDatabase(settings: IntakeSettings, worker: string): Promise<Database> {
  return openDatabase({
    ...settings,
    connections: settings.concurrency + 4,
    application: workerApplication(worker),
  });
}

function openThreadsOfFolders(
  { concurrency, threadTimeout }: IntakeSettings,
  bases: readonly string[],
): FolderThreads {
  return openFolderThreads({
    size: Math.min(concurrency, maxFolderThreads),
    bases,
    silenceMs: threadTimeout * 1000,
  });
}

/** What the threads write, and with which keys. */
interface ThreadOutput {
  readonly keys: KeyRing;
  readonly outputBase: string;
  readonly quarantine: string;
}

/** Opens threads that process images of these inboxes. */
type OpenThreads = (count: number, inboxes: readonly string[]) => ImagePool;

function threadOpener(
  settings: IntakeSettings,
  { recipe, privateRows, siteWords }: ReturnType<typeof readSettings>,
  { keys, outputBase, quarantine }: ThreadOutput,
): OpenThreads {
  const outputs = [outputBase, quarantine];
  const review = reviewPolicyOf(settings);
  return (count, inboxes) =>
    openImagePool(count, { inboxes, outputs }, {
      keys: keys.all.map(({ bytes }) => bytes),
      options: [...chosenOptions(settings)],
      recipe,
      privateRows,
      siteWords: [...siteWords],
      quarantine: settings.quarantine || review ? quarantine : undefined,
      review,
      gate: settings.gate,
      text: textPolicyOf(settings),
      filesAtOnce: filesOfThread(settings.workers),
    }, settings.threadTimeout * 1000);
}

function questioned(reason: string): IntakeEvent {
  return { name: "recipe.questioned", level: "warn", reason };
}
