import { join } from "node:path";
import { type Account, giveTo } from "./account.ts";
import { runProgram, serverFault } from "./server_binaries.ts";

const unfinishedPrefix = "database.tmp-";

export const serverUser = "dicom_intake";

/** The paths and the user of a private server. */
export interface ServerPlace {
  readonly stateDir: string;
  readonly dataDir: string;
  readonly bin: string;
  readonly account: Account;
}

/**
 * Creates the cluster if it does not exist. It is created under a temporary name and renamed after
 * `initdb` has synced it, so that it is never left incomplete; an `initdb` that survives a killed
 * start does no harm. Throws IntakeError PRIVATE_SERVER, also if the cluster belongs to another
 * major version.
 */
export async function prepareCluster(place: ServerPlace): Promise<void> {
  const version = clusterVersion(place.dataDir);
  if (version === undefined) await initialise(place);
  else await refuseOtherVersion(place, version);
  writeSettings(place);
}

async function initialise(place: ServerPlace): Promise<void> {
  const { stateDir, dataDir, bin, account } = place;
  removeUnfinished(stateDir);
  const unfinished = Deno.makeTempDirSync({ dir: stateDir, prefix: unfinishedPrefix });
  giveTo(account, unfinished);
  const args = ["-D", unfinished, "-U", serverUser, "-A", "trust", "-E", "UTF8", "--locale=C"];
  const result = await runProgram(join(bin, "initdb"), [...args, "-k"], place);
  if (!result.success) throw serverFault(`could not be initialised: ${result.firstLine}`, stateDir);
  const settings = join(unfinished, "postgresql.conf");
  Deno.writeTextFileSync(settings, "include_if_exists 'dicom_intake.conf'\n", { append: true });
  Deno.renameSync(unfinished, dataDir);
}

/** Rewritten at every start: STATE_DIR may have moved, or the program may be newer. */
function writeSettings({ stateDir, dataDir, account }: ServerPlace): void {
  const path = join(dataDir, "dicom_intake.conf");
  const socketDir = `"${stateDir.replaceAll('"', '""')}"`.replaceAll("'", "''");
  const lines = [
    "listen_addresses = ''",
    `unix_socket_directories = '${socketDir}'`,
    "unix_socket_permissions = 0700",
    "max_connections = 100",
    "timezone = 'UTC'",
    "log_timezone = 'UTC'",
    "logging_collector = on",
    "log_filename = 'postgresql-%a.log'",
    "log_truncate_on_rotation = on",
    "log_rotation_age = 1d",
    "log_rotation_size = 0",
    "# messages of failed statements may contain values of rows and must not be logged",
    "log_min_messages = log",
    "log_min_error_statement = panic",
    "log_error_verbosity = terse",
    "log_parameter_max_length = 0",
    "log_parameter_max_length_on_error = 0",
  ];
  Deno.writeTextFileSync(path, `${lines.join("\n")}\n`, { mode: 0o600 });
  giveTo(account, path);
}

function clusterVersion(dataDir: string): string | undefined {
  try {
    return Deno.readTextFileSync(join(dataDir, "PG_VERSION")).trim();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function refuseOtherVersion(place: ServerPlace, version: string): Promise<void> {
  const { firstLine } = await runProgram(join(place.bin, "postgres"), ["--version"], place);
  const major = /(\d+)(?:\.|$|\D)/.exec(firstLine)?.[1];
  if (major === version) return;
  throw serverFault(
    `in STATE_DIR was created by version ${version}, but the programs have version ${
      major ?? "unknown"
    }`,
    place.stateDir,
  );
}

function removeUnfinished(stateDir: string): void {
  for (const { name } of Deno.readDirSync(stateDir)) {
    if (!name.startsWith(unfinishedPrefix)) continue;
    try {
      Deno.removeSync(join(stateDir, name), { recursive: true });
    } catch {
      // an initdb of a killed start still writes there; the next start removes it
    }
  }
}
