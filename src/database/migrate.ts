import type { Sql } from "./connect/sql.ts";
import { IntakeError } from "../errors.ts";
import { migrations } from "./migrations/migrations.ts";
import { type Schemas, schemasForInstall } from "./schemas.ts";

/** Any number will do, as long as every version of the program uses the same. */
const migrationLock = 7_238_001;
/** An index on a very large catalogue takes its time. */
const statementMs = 4 * 3_600_000;

/**
 * Brings the database to this program's schema: each missing migration in a transaction
 * of its own, under an advisory lock, so that processes starting together take turns. Migrations
 * name no schema: tables go where the catalogue is, or else into the first schema of the
 * search_path, and `:identity` stands for the schema that holds what identifies.
 * Throws IntakeError DATABASE_NEWER when the database knows migrations that this program
 * does not, NOT_GRANTED when the role lacks a right that installing takes.
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
    `the database is at migration ${latest}, this program knows ${migrations.length}`,
    "run the newer version of dicom-intake, or give another database",
  );
}
