import { join, resolve } from "node:path";
import { IntakeError } from "../../model/errors.ts";
import { type Account, ownerOf, serverAccount } from "./account.ts";
import { prepareCluster, type ServerPlace, serverUser } from "./cluster.ts";
import { serverBinaries } from "./server_binaries.ts";
import { connectTo, isServerUp, startServer, stopServer } from "./server_process.ts";

const database = "dicom_intake";
/** The path of a Unix socket, including `/.s.PGSQL.5432`, has at most 107 bytes. */
const maxStateDirBytes = 107 - "/.s.PGSQL.5432".length;

/** Membership in the private server of a STATE_DIR. */
export interface PrivateServer {
  /** The directory of the Unix socket, for `host`; the port is 5432. */
  readonly socketDir: string;
  readonly user: string;
  readonly database: string;
  /** Restarts the server if it has crashed. */
  readonly revive: () => Promise<void>;
  /** Ends the membership; the last member stops the server. */
  readonly leave: () => Promise<{ stoppedServer: boolean }>;
}

/** The directory of the server's state, and the PostgreSQL programs. */
export interface PrivateServerOptions {
  readonly stateDir: string;
  readonly pgBin?: string | undefined;
}

/**
 * Joins the private server of a STATE_DIR, and starts it if it does not run.
 *
 * Two locks, which the operating system releases even after `kill -9`, coordinate processes:
 * `server.lock` is held while joining and leaving, so that these never overlap; every member holds
 * `members.lock` shared while it lives, so that a process that gets it exclusively is the last. A
 * server whose members have all crashed is reused by the next one to join. Throws IntakeError
 * STATE_DIR or PRIVATE_SERVER.
 */
export async function joinPrivateServer(options: PrivateServerOptions): Promise<PrivateServer> {
  const state = prepareStateDir(options);
  const { stateDir } = state;
  const { members: membership, place } = await withServerLock(stateDir, async () => {
    const members = openLock(stateDir, "members.lock");
    try {
      members.lockSync(false);
      const place = serverPlace(state, options); // may copy programs; only one process at a time
      await start(place);
      return { members, place };
    } catch (error) {
      members.close();
      throw error;
    }
  });
  return {
    socketDir: stateDir,
    user: serverUser,
    database,
    revive: () => withServerLock(stateDir, () => start(place)),
    leave: () =>
      withServerLock(stateDir, async () => {
        membership.close();
        return { stoppedServer: await stopIfAlone(stateDir, () => place) === "stopped" };
      }),
  };
}

/** Stops the server if no process of this program uses it. */
export async function stopIfUnused(
  options: PrivateServerOptions,
): Promise<"stopped" | "in use" | "not running"> {
  const state = prepareStateDir(options);
  return await withServerLock(
    state.stateDir,
    () => stopIfAlone(state.stateDir, () => serverPlace(state, options)),
  );
}

type PreparedState = Pick<ServerPlace, "stateDir" | "account">;

function serverPlace(state: PreparedState, { pgBin }: PrivateServerOptions): ServerPlace {
  return {
    ...state,
    dataDir: join(state.stateDir, "database"),
    bin: serverBinaries(state.stateDir, pgBin),
  };
}

function prepareStateDir({ stateDir }: PrivateServerOptions): PreparedState {
  const path = resolve(stateDir);
  if (new TextEncoder().encode(path).length > maxStateDirBytes) {
    throw new IntakeError(
      "STATE_DIR",
      `STATE_DIR is longer than ${maxStateDirBytes} bytes, the limit for a Unix socket`,
      "choose a shorter path",
    );
  }
  const account = serverAccount(path);
  Deno.mkdirSync(path, { recursive: true });
  grantServerAccess(path, account);
  return { stateDir: path, account };
}

/**
 * The server creates its socket in STATE_DIR. If it runs as another user, the group of that user
 * may create files there, but the sticky bit prevents it from removing files of others.
 */
function grantServerAccess(path: string, account: Account): void {
  if (!account || ownerOf(path)?.uid === account.uid) return;
  Deno.chownSync(path, 0, account.gid);
  Deno.chmodSync(path, 0o1770);
}

async function start(place: ServerPlace): Promise<void> {
  if (!await isServerUp(place.stateDir)) {
    await prepareCluster(place);
    await startServer(place);
  }
  const sql = connectTo(place.stateDir, "postgres");
  try {
    const [known] = await sql`select from pg_database where datname = ${database}`;
    if (!known) await sql`create database ${sql(database)}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function stopIfAlone(
  stateDir: string,
  place: () => ServerPlace,
): Promise<"stopped" | "in use" | "not running"> {
  using members = openLock(stateDir, "members.lock");
  if (!members.tryLockSync(true)) return "in use";
  if (!await isServerUp(stateDir)) return "not running";
  await stopServer(place());
  return "stopped";
}

async function withServerLock<T>(stateDir: string, run: () => Promise<T>): Promise<T> {
  using lock = openLock(stateDir, "server.lock");
  await lock.lock(true);
  return await run();
}

function openLock(stateDir: string, name: string): Deno.FsFile {
  return Deno.openSync(join(stateDir, name), {
    create: true,
    read: true,
    write: true,
    mode: 0o600,
  });
}
