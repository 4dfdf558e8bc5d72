import type { Sql } from "../../src/database/sql/sql.ts";
import { type Database, openDatabase } from "../../src/database/open_database.ts";
import { migrate } from "../../src/database/migrate.ts";

/** One cluster for all tests of a file; making one takes longer than any test. */
const stateDir = Deno.makeTempDirSync({ prefix: "dicom-intake-test-" });
Deno.chmodSync(stateDir, 0o755);
addEventListener("unload", () => Deno.removeSync(stateDir, { recursive: true }));

/** Runs a test against a private server, started for it, with an empty catalogue. */
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
