import type { Sql } from "../../../src/database/connect/sql.ts";
import { migrate } from "../../../src/database/migrations/migrate.ts";
import { type Database, openDatabase } from "../../../src/database/open_database.ts";
import {
  joinPrivateServer,
  type PrivateServer,
} from "../../../src/database/private_server/join_private_server.ts";
import { prepareState } from "./prepared_state.ts";

/** One server for all tests of a file; starting one takes longer than most tests. */
const stateDir = Deno.makeTempDirSync({ prefix: "dicom-intake-test-" });
Deno.chmodSync(stateDir, 0o755);
let server: PrivateServer;

Deno.test.beforeAll(async () => {
  prepareState(stateDir);
  server = await joinPrivateServer({ stateDir }); // stays up between two tests
});

Deno.test.afterAll(async () => {
  await server.leave();
  Deno.removeSync(stateDir, { recursive: true });
});

/** Runs a test against a private server with an empty catalogue. */
export async function withDatabase(
  test: (sql: Sql, database: Database) => Promise<void>,
): Promise<void> {
  const database = await openDatabase({ stateDir, connections: 8 });
  try {
    await emptyCatalogue(database.sql);
    await test(database.sql, database);
  } finally {
    await database.close();
  }
}

async function emptyCatalogue(sql: Sql): Promise<void> {
  await sql`set client_min_messages = warning`;
  await sql`drop schema public cascade`;
  await sql`drop schema identity cascade`;
  await sql`create schema public`;
  await migrate(sql);
}
