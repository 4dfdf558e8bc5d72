import { z } from "zod";
import { deliverySettings } from "./delivery_settings.ts";
import { profileSettings } from "./profile_settings.ts";
import { bytes, seconds } from "./quantities.ts";
import { setting } from "./setting_meta.ts";

const path = z.string().min(1, "is empty");
const count = z.coerce.number("is not a number").int("is not a whole number");

/**
 * Every setting of the program: the one source of flags, environment variables,
 * defaults, checks and help. A flag wins over the environment, the environment
 * over the default.
 */
export const settingsSchema = z.object({
  dataBase: setting(
    path.default("inbox"),
    "DATA_BASE",
    "dir",
    "the inbox: its children are Batches",
  ),
  dataSubfolder: setting(
    path.optional(),
    "DATA_SUBFOLDER",
    "name",
    "read DATA_BASE/<name> instead; as a flag it also wins over DATA_INPUT_FOLDERS",
    { flag: "subfolder" },
  ),
  dataInputFolders: setting(
    path.optional(),
    "DATA_INPUT_FOLDERS",
    "dirs",
    "several inboxes, comma-separated, braces expand: /data/1_{0..7}",
  ),
  outputBase: setting(
    path.default("output"),
    "OUTPUT_BASE",
    "dir",
    "where de-identified Batches arrive; its free room is watched",
  ),
  stateDir: setting(
    path.default("state"),
    "STATE_DIR",
    "dir",
    "pid files, logs, the key and the private PostgreSQL",
  ),
  databaseUrl: setting(
    z.string().regex(/^(postgres(ql)?:\/\/|[a-z_]+ *=)/, "is not a postgres:// address").optional(),
    "DATABASE_URL",
    "url",
    "a PostgreSQL 15 or later; without it the program runs its own",
    { secret: true },
  ),
  pgBin: setting(path.optional(), "PG_BIN", "dir", "PostgreSQL binaries for the private server"),
  deidKeyFile: setting(
    path.optional(),
    "DEID_KEY_FILE",
    "file",
    "the secret key of all pseudonyms (default: STATE_DIR/deid.key, made at first start)",
  ),
  concurrency: setting(
    count.min(1, "is below 1").max(64, "is above 64").default(4),
    "CONCURRENCY",
    "n",
    "Batches in work at once",
  ),
  workers: setting(
    count.min(1, "is below 1").max(256, "is above 256").default(navigator.hardwareConcurrency),
    "WORKERS",
    "n",
    "threads that read and write images (default: the processors)",
  ),
  scanEvery: setting(
    seconds.default(30),
    "SCAN_EVERY",
    "seconds",
    "how often the watcher lists its inboxes, whatever events say",
  ),
  settle: setting(
    seconds.default(2),
    "SETTLE",
    "seconds",
    "a folder that was not renamed into place must be this long unchanged",
  ),
  lease: setting(
    seconds.refine((s) => s >= 3, "is below 3 seconds").default(60),
    "LEASE",
    "seconds",
    "a Batch whose worker was silent this long is taken over",
  ),
  threadTimeout: setting(
    seconds.refine((s) => s >= 1, "is below 1 second").default(120),
    "THREAD_TIMEOUT",
    "seconds",
    "a thread that makes no progress for this long is replaced, and its Batch given back",
  ),
  grace: setting(
    seconds.default(30),
    "GRACE",
    "seconds",
    "time for running jobs to end after stop",
  ),
  after: setting(
    z.enum(["keep", "archive", "delete"], "is not keep, archive or delete").default("keep"),
    "AFTER",
    "what",
    "the source folder of a Batch delivered whole: keep, archive (into .archive) or delete",
  ),
  maxAttempts: setting(
    count.min(1, "is below 1").default(3),
    "MAX_ATTEMPTS",
    "n",
    "crashes in one Batch before it is set aside as ERROR (POISON)",
  ),
  minFree: setting(
    bytes.default(1_000_000_000),
    "MIN_FREE",
    "size",
    "no new Batch is begun with less room than this at the output: 500MB, 2GB",
  ),
  maxInFlight: setting(
    bytes.default(50_000_000_000),
    "MAX_IN_FLIGHT",
    "size",
    "sources in work at once, by size; a larger Batch works alone: 500MB, 20GB",
  ),
  recipe: setting(
    path.optional(),
    "RECIPE",
    "file",
    "rules in the grammar of pydicom/deid: what is held back, blanked, kept, changed",
  ),
  vocabulary: setting(
    path.optional(),
    "VOCABULARY",
    "file",
    "words of this site that cleaned descriptions may keep, one a line",
  ),
  quarantine: setting(
    path.optional(),
    "QUARANTINE",
    "dir",
    "copy originals that rules hold back here, for a person to look at",
  ),
  gate: setting(
    z.enum(["image", "batch", "warn"], "is not image, batch or warn").default("image"),
    "GATE",
    "what",
    "what is held back when an output still shows who it is of: image, batch, or nothing (warn)",
  ),
  ...deliverySettings,
  ...profileSettings,
  log: setting(
    z.enum(["auto", "text", "json", "bar"], "is not auto, text, json or bar").default("auto"),
    "LOG",
    "how",
    "text, json, or bar (progress); auto: bar on a terminal, else json",
  ),
  logLevel: setting(
    z.enum(["debug", "info", "warn", "error"], "is not debug, info, warn or error").default("info"),
    "LOG_LEVEL",
    "level",
    "the least important line that is written: debug, info, warn, error",
  ),
});

export type Settings = z.infer<typeof settingsSchema>;
export type SettingName = keyof Settings;

/** The settings every command that talks to the database understands. */
export const databaseSettings = [
  "stateDir",
  "databaseUrl",
  "pgBin",
  "deidKeyFile",
] as const satisfies readonly SettingName[];
