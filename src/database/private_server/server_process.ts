import { join } from "node:path";
import { connect, type Sql } from "../connect/sql.ts";
import { type ServerPlace, serverUser } from "./cluster.ts";
import { runProgram, serverFault } from "./server_binaries.ts";

const startAttempts = 10;
const betweenAttemptsMs = 500;

/** Connects to the server of a state directory with one connection. */
export function connectTo(stateDir: string, database: string): Sql {
  return connect({ host: stateDir, port: 5432, user: serverUser, database }, { max: 1 });
}

/** Whether a server responds in a state directory. */
export async function isServerUp(stateDir: string): Promise<boolean> {
  const sql = connectTo(stateDir, "postgres");
  try {
    await sql`select 1`;
    return true;
  } catch {
    // refused, no socket, or still starting
    return false;
  } finally {
    await sql.end({ timeout: 0 });
  }
}

/**
 * Starts the server and waits until it responds. Retries for some seconds, because after a crash of
 * the postmaster its backends live on for a moment, and another start may be in progress. Throws
 * IntakeError PRIVATE_SERVER.
 */
export async function startServer(place: ServerPlace): Promise<void> {
  const { stateDir, dataDir, bin } = place;
  const log = join(stateDir, "postgres.log");
  const args = ["start", "-D", dataDir, "-w", "-t", "60", "-l", log, "-s"];
  for (let attempt = 1; attempt <= startAttempts; attempt++) {
    await removeStalePidFile(dataDir);
    await runProgram(join(bin, "pg_ctl"), args, place);
    if (await isServerUp(stateDir)) return;
    await new Promise((resolve) => setTimeout(resolve, betweenAttemptsMs));
  }
  throw serverFault("does not start", stateDir);
}

/** Stops the server, ends its open connections, and waits until it has stopped. */
export async function stopServer(place: ServerPlace): Promise<void> {
  const args = ["stop", "-D", place.dataDir, "-m", "fast", "-w", "-t", "60", "-s"];
  const { success } = await runProgram(join(place.bin, "pg_ctl"), args, place);
  if (!success && await isServerUp(place.stateDir)) {
    throw serverFault("does not stop", place.stateDir);
  }
}

/**
 * PostgreSQL considers any living process of the same user with the number in its pid file a
 * server. After a restart of the machine, or in a new container, that number may belong to any
 * process. The working directory of a real server is its data directory.
 */
async function removeStalePidFile(dataDir: string): Promise<void> {
  const path = join(dataDir, "postmaster.pid");
  try {
    const [pid = ""] = Deno.readTextFileSync(path).split("\n");
    if (Deno.build.os !== "linux" || await isWorkingIn(dataDir, pid)) return;
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Runs a program, because this process has no permission to read below /proc. */
async function isWorkingIn(directory: string, pid: string): Promise<boolean> {
  const command = new Deno.Command("readlink", { args: [`/proc/${pid}/cwd`], stderr: "null" });
  const { stdout } = await command.output();
  return new TextDecoder().decode(stdout).trimEnd() === Deno.realPathSync(directory);
}
