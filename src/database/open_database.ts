import { connect, type Sql } from "./sql/sql.ts";
import { IntakeError } from "../errors.ts";
import { isDenied } from "./is_denied.ts";
import { migrate } from "./migrate.ts";
import { notGranted } from "./not_granted.ts";
import { joinPrivateServer } from "./private_server.ts";

/** The catalogue, wherever it lives. */
export interface Database {
  readonly sql: Sql;
  /** For people: `private, psql -h … -U …`, or the server's host; never a password. */
  readonly where: string;
  /** Starts the private server again if it has died; a given server is its owner's business. */
  readonly revive: () => Promise<void>;
  /** Ends the connections; `stoppedServer` tells that the private server was stopped as well. */
  close(): Promise<{ stoppedServer: boolean }>;
}

/** Where the database is, and how many connections at most. */
export interface DatabaseSettings {
  readonly stateDir: string;
  readonly databaseUrl?: string | undefined;
  readonly pgBin?: string | undefined;
  readonly connections: number;
  /** How the connections are named at the server; `dicom-intake` where it is left out. */
  readonly application?: string;
}

/**
 * Connects to DATABASE_URL, or to the private server, which it starts when nobody else has,
 * and brings the schema up to date. Throws IntakeError DATABASE_UNREACHABLE, DATABASE_NEWER,
 * NOT_GRANTED, PRIVATE_SERVER or STATE_DIR.
 */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  return settings.databaseUrl
    ? await openGiven(settings.databaseUrl, settings)
    : await openPrivate(settings);
}

async function openGiven(
  url: string,
  { connections, application }: DatabaseSettings,
): Promise<Database> {
  const sql = connect({ url, ...(application ? { application } : {}) }, { max: connections });
  await prepare(sql, new URL(url).host);
  return {
    sql,
    where: `${new URL(url).host}${new URL(url).pathname}`,
    revive: () => Promise.resolve(),
    async close(): Promise<{ stoppedServer: boolean }> {
      await sql.end({ timeout: 5 });
      return { stoppedServer: false };
    },
  };
}

async function openPrivate(
  { stateDir, pgBin, connections, application }: DatabaseSettings,
): Promise<Database> {
  const server = await joinPrivateServer({ stateDir, ...(pgBin ? { pgBin } : {}) });
  const { socketDir: host, user, database } = server;
  const named = application ? { application } : {};
  const sql = connect({ host, port: 5432, user, database, ...named }, { max: connections });
  await prepare(sql, "the private server");
  return {
    sql,
    where: `private PostgreSQL: psql -h ${host} -U ${user} ${database}`,
    revive: server.revive,
    async close(): Promise<{ stoppedServer: boolean }> {
      await sql.end({ timeout: 5 });
      return await server.leave();
    },
  };
}

async function prepare(sql: Sql, host: string): Promise<void> {
  try {
    await migrate(sql);
  } catch (error) {
    await sql.end({ timeout: 0 });
    if (error instanceof IntakeError) throw error;
    if (isDenied(error)) throw notGranted(error);
    const code = error instanceof Error && "code" in error ? ` (${error.code})` : "";
    throw new IntakeError(
      "DATABASE_UNREACHABLE",
      `PostgreSQL at ${host} cannot be used${code}`,
      "see that the server runs, is version 15 or later, and that DATABASE_URL is right",
      { cause: error },
    );
  }
}
