import { connect, type Sql } from "./connect/sql.ts";
import { IntakeError } from "../errors.ts";
import { isDenied } from "./is_denied.ts";
import { migrate } from "./migrate.ts";
import { notGranted } from "./not_granted.ts";
import { joinPrivateServer } from "./private_server.ts";
import { identitySchema } from "./schemas.ts";
import { systemCode } from "../system_code.ts";

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
}

/**
 * Connects to DATABASE_URL, or to the private server, which it starts if no other process has,
 * and brings the schema up to date. Throws IntakeError DATABASE_UNREACHABLE, DATABASE_ENCODING,
 * DATABASE_NEWER, NOT_GRANTED, SETTINGS, PRIVATE_SERVER or STATE_DIR.
 */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  return settings.databaseUrl
    ? await openGiven(settings.databaseUrl, settings.connections)
    : await openPrivate(settings);
}

async function openGiven(url: string, max: number): Promise<Database> {
  const sql = await open({ url }, max);
  return {
    sql,
    where: sql.place,
    revive: () => Promise.resolve(),
    async close(): Promise<{ stoppedServer: boolean }> {
      await sql.end({ timeout: 5 });
      return { stoppedServer: false };
    },
  };
}

async function openPrivate({ stateDir, pgBin, connections }: DatabaseSettings): Promise<Database> {
  const server = await joinPrivateServer({ stateDir, ...(pgBin ? { pgBin } : {}) });
  const { socketDir: host, user, database } = server;
  const sql = await open({ host, port: 5432, user, database }, connections);
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

async function open(server: Parameters<typeof connect>[0], max: number): Promise<Sql> {
  let identity = "identity";
  const sql = connect(server, { max, identitySchema: () => identity });
  try {
    requireUtf8(await sql.session());
    await migrate(sql);
    identity = await identitySchema(sql);
    return sql;
  } catch (error) {
    await sql.end({ timeout: 0 });
    if (error instanceof IntakeError) throw error;
    if (isDenied(error)) throw notGranted(error);
    throw unusable(sql.place, error);
  }
}

/** In another encoding the first name that it lacks would stop the intake. */
function requireUtf8({ encoding }: { readonly encoding: string }): void {
  if (encoding === "UTF8") return;
  throw new IntakeError(
    "DATABASE_ENCODING",
    `the database is in encoding ${encoding}, which cannot hold every name; it has to be UTF8`,
    "create another: create database … encoding 'UTF8' locale 'C' template template0",
  );
}

function unusable(place: string, error: unknown): IntakeError {
  const code = systemCode(error);
  return new IntakeError(
    "DATABASE_UNREACHABLE",
    `PostgreSQL at ${place} cannot be used${code ? ` (${code})` : ""}`,
    "see that the server runs, is version 15 or later, and that DATABASE_URL is right",
    { cause: error },
  );
}
