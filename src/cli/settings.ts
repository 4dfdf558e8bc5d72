import { z } from "zod";
import { deliverySettings } from "./delivery_settings.ts";
import { inboxSettings } from "./inbox_settings.ts";
import { profileSettings } from "./profile_settings.ts";
import { screeningSettings } from "./screening_settings.ts";
import { bytes, seconds, setting } from "./setting_meta.ts";

const path = z.string().min(1, "is empty");
const count = z.coerce.number("is not a number").int("is not a whole number");

/**
 * Every setting of the program: the only source of flags, environment variables, defaults, checks
 * and help. A flag overrides the environment variable, which overrides the default.
 */
export const settingsSchema = z.object({
  ...inboxSettings,

  outputBase: setting(
    path.default("output"),
    "OUTPUT_BASE",
    "dir",
    "directory for de-identified Batches",
  ),
  stateDir: setting(
    path.default("state"),
    "STATE_DIR",
    "dir",
    "directory for process files, logs, the key and the private PostgreSQL",
  ),
  databaseUrl: setting(
    z.string().regex(
      /^(postgres(ql)?:\/\/|[a-z_]+ *=)/,
      "is not a PostgreSQL address such as postgres://user@host/database",
    ).optional(),
    "DATABASE_URL",
    "url",
    "address of a PostgreSQL server, version 15 or later (default: a private server)",
    { secret: true },
  ),
  pgBin: setting(
    path.optional(),
    "PG_BIN",
    "dir",
    "directory of PostgreSQL programs for the private server (default: the bundled ones)",
  ),
  deidKeyFile: setting(
    path.optional(),
    "DEID_KEY_FILE",
    "file",
    "secret key of all pseudonyms (default: STATE_DIR/deid.key, created at the first start)",
  ),
  concurrency: setting(
    count.min(1, "is below 1").max(64, "is above 64").default(4),
    "CONCURRENCY",
    "n",
    "number of Batches that are processed at the same time",
  ),
  workers: setting(
    count.min(1, "is below 1").max(256, "is above 256").default(navigator.hardwareConcurrency),
    "WORKERS",
    "n",
    "number of threads that process images (default: number of processors); a thread needs up " +
      "to 600 MB while it searches for text",
  ),
  scanEvery: setting(
    seconds.default(30),
    "SCAN_EVERY",
    "seconds",
    "how often the watcher lists the inboxes, in addition to file system events",
  ),
  settle: setting(
    seconds.default(2),
    "SETTLE",
    "seconds",
    "how long a folder that was not renamed into place must stay unchanged before it is processed",
  ),
  lease: setting(
    seconds.refine((s) => s >= 3, "is below 3 seconds").default(60),
    "LEASE",
    "seconds",
    "if the lease of a Batch is not renewed for this long, another process claims the Batch",
  ),
  threadTimeout: setting(
    seconds.refine((s) => s >= 1, "is below 1 second").default(120),
    "THREAD_TIMEOUT",
    "seconds",
    "a thread without progress for this long is replaced, and its Batch is requeued",
  ),
  grace: setting(
    seconds.default(30),
    "GRACE",
    "seconds",
    "how long running jobs may continue after a stop; then they are requeued",
  ),
  after: setting(
    z.enum(["keep", "archive", "delete"], "is not keep, archive or delete").default("keep"),
    "AFTER",
    "what",
    "what happens to a source folder after complete delivery: keep, archive (to .archive) or " +
      "delete",
  ),
  maxAttempts: setting(
    count.min(1, "is below 1").default(3),
    "MAX_ATTEMPTS",
    "n",
    "number of crashes in one Batch before it fails (POISON)",
  ),
  minFree: setting(
    bytes.default(1_000_000_000),
    "MIN_FREE",
    "size",
    "claims pause when OUTPUT_BASE has less free space than this, or STATE_DIR less than a " +
      "tenth of it",
  ),
  maxInFlight: setting(
    bytes.default(50_000_000_000),
    "MAX_IN_FLIGHT",
    "size",
    "total size of the source folders processed at once, such as 500MB or 20GB; a larger " +
      "Batch runs alone",
  ),
  recipe: setting(
    path.optional(),
    "RECIPE",
    "file",
    "rules in the syntax of pydicom/deid: which images are held back, and what is redacted, " +
      "kept or changed",
  ),
  safePrivateRows: setting(
    path.optional(),
    "SAFE_PRIVATE_ROWS",
    "file",
    "with RETAIN_SAFE_PRIVATE: file with further safe private elements, one per line: tag, " +
      "creator and VR",
  ),
  vocabulary: setting(
    path.optional(),
    "VOCABULARY",
    "file",
    "with CLEAN_DESCRIPTORS: file with further words that descriptions may keep, one per line",
  ),
  ...screeningSettings,
  ...deliverySettings,
  profile: setting(
    z.string().min(1, "is empty").default("basic"),
    "PROFILE",
    "name",
    "the options that are on: basic, research (the options of TCIA), or a file that lists them",
  ),
  ...profileSettings,
  log: setting(
    z.enum(["auto", "text", "json", "bar"], "is not auto, text, json or bar").default("auto"),
    "LOG",
    "how",
    "log format: text, json or bar (progress bars); auto: bar on a terminal, otherwise json",
  ),
  logLevel: setting(
    z.enum(["debug", "info", "warn", "error"], "is not debug, info, warn or error").default("info"),
    "LOG_LEVEL",
    "level",
    "lowest level that is logged: debug, info, warn or error",
  ),
});

export type Settings = z.infer<typeof settingsSchema>;
export type SettingName = keyof Settings;

/** The settings of every command that uses the database. */
export const databaseSettings = [
  "stateDir",
  "databaseUrl",
  "pgBin",
  "deidKeyFile",
] as const satisfies readonly SettingName[];
