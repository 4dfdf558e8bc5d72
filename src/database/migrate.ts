import type { Sql } from "./connect/sql.ts";
import { IntakeError } from "../errors.ts";
import { migrations } from "./migrations/migrations.ts";
import { type Schemas, schemasForInstall } from "./schemas.ts";

/** An arbitrary number; every version of the program must use the same. */
const migrationLock = 7_238_001;
/** Building an index on a very large catalogue takes long. */
const statementMs = 4 * 3_600_000;

/**
 * Brings the database to this program's schema: each missing migration runs in its own transaction
 * under an advisory lock, so that processes that start together do not interfere. Migrations do not
 * name schemas: tables are created in the schema of the catalogue, or in the first schema of the
 * search_path; `:identity` stands for the schema of identifying values. Throws IntakeError
 * DATABASE_NEWER if the database has migrations that this program does not know, NOT_GRANTED if the
 * role lacks a right to install.
 */
export async function migrate(sql: Sql): Promise<void> {
  if (await isCurrent(sql)) return;
  for (const [index, migration] of migrations.entries()) {
    await sql.begin(async (transaction) => {
      await transaction`select pg_advisory_xact_lock(${migrationLock})`;
      const schemas = await schemasForInstall(transaction);
      await transaction`select set_config('search_path', ${quoted(schemas.catalogue)}, true)`;
      await transaction`
        create table if not exists migration (
          number integer primary key, name text not null, applied_at timestamptz not null default now()
        )`;
      const [row] = await transaction<{ latest: number }[]>`
        select coalesce(max(number), 0) as latest from migration`;
      refuseNewer(row?.latest ?? 0);
      if ((row?.latest ?? 0) > index) return;
      await transaction.unsafe(textFor(migration.text, schemas));
      await transaction`
        insert into migration (number, name) values (${index + 1}, ${migration.name})`;
    }, statementMs);
  }
}

function textFor(text: string, { identity }: Schemas): string {
  return text.replaceAll(":identity.", () => `${quoted(identity)}.`);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

async function isCurrent(sql: Sql): Promise<boolean> {
  const [exists] = await sql<{ known: boolean }[]>`
    select to_regclass('migration') is not null as known`;
  if (!exists?.known) return false;
  const [row] = await sql<
    { latest: number }[]
  >`select coalesce(max(number), 0) as latest from migration`;
  refuseNewer(row?.latest ?? 0);
  return row?.latest === migrations.length;
}

function refuseNewer(latest: number): void {
  if (latest <= migrations.length) return;
  throw new IntakeError(
    "DATABASE_NEWER",
    `the database has migration ${latest}; this program only knows ${migrations.length}`,
    "run the newer version of dicom-intake, or choose another database",
  );
}
