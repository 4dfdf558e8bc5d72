import { IntakeError } from "../model/errors.ts";
import { systemCode } from "../system/system_code.ts";
import { isDenied, notGranted } from "./connect/server_error.ts";
import { connect, type Sql } from "./connect/sql.ts";
import { migrate } from "./migrations/migrate.ts";
import { identitySchema } from "./migrations/schemas.ts";
import { joinPrivateServer } from "./private_server/join_private_server.ts";

/** The catalogue's database. */
export interface Database {
  readonly sql: Sql;
  /**
   * A description for people: `private PostgreSQL: psql -h … -U …`, or the server's host; never a
   * password.
   */
  readonly where: string;
  /** Restarts the private server if it has crashed; does nothing for the server of DATABASE_URL. */
  readonly revive: () => Promise<void>;
  /** Closes the connections; `stoppedServer` is true if the private server was stopped as well. */
  close(): Promise<{ stoppedServer: boolean }>;
}

/** The database and the maximum number of connections. */
export interface DatabaseSettings {
  readonly stateDir: string;
  readonly databaseUrl?: string | undefined;
  readonly pgBin?: string | undefined;
  readonly connections: number;
  /** The application_name of the connections; `dicom-intake` if absent. */
  readonly application?: string;
}

/**
 * Connects to DATABASE_URL, or to the private server, which is started if it does not run, and
 * brings the schema up to date. Throws IntakeError DATABASE_UNREACHABLE, DATABASE_ENCODING,
 * DATABASE_NEWER, NOT_GRANTED, SETTINGS, PRIVATE_SERVER or STATE_DIR.
 */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  return settings.databaseUrl
    ? await openGiven(settings.databaseUrl, settings)
    : await openPrivate(settings);
}

async function openGiven(url: string, settings: DatabaseSettings): Promise<Database> {
  const sql = await open({ url }, settings);
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

async function openPrivate(settings: DatabaseSettings): Promise<Database> {
  const { stateDir, pgBin } = settings;
  const server = await joinPrivateServer({ stateDir, ...(pgBin ? { pgBin } : {}) });
  const { socketDir: host, user, database } = server;
  const sql = await open({ host, port: 5432, user, database }, settings);
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

async function open(
  server: Parameters<typeof connect>[0],
  { connections: max, application }: DatabaseSettings,
): Promise<Sql> {
  let identity = "identity";
  const named = application === undefined ? {} : { application };
  const sql = connect(server, { max, identitySchema: () => identity, ...named });
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

/** With another encoding, the first name that it cannot represent would stop the intake. */
function requireUtf8({ encoding }: { readonly encoding: string }): void {
  if (encoding === "UTF8") return;
  throw new IntakeError(
    "DATABASE_ENCODING",
    `the encoding of the database is ${encoding}; it must be UTF8, which can represent every name`,
    "create another database: create database … encoding 'UTF8' locale 'C' template template0",
  );
}

function unusable(place: string, error: unknown): IntakeError {
  const code = systemCode(error);
  return new IntakeError(
    "DATABASE_UNREACHABLE",
    `PostgreSQL at ${place} cannot be used${code ? ` (${code})` : ""}`,
    "check that the server runs and is version 15 or later, and that DATABASE_URL is correct",
    { cause: error },
  );
}

/** Whether the database responds within `withinMs`. */
export async function respondsWithin(sql: Sql, withinMs: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), withinMs);
  try {
    return await Promise.race([sql`select 1`.then(() => true, () => false), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
