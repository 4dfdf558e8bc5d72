import { IntakeError } from "../../model/errors.ts";
import type { Sql } from "../connect/sql.ts";
import catalogue from "./0001_catalogue.sql" with { type: "text" };
import delivery from "./0002_delivery.sql" with { type: "text" };
import screening from "./0003_screening.sql" with { type: "text" };
import receipts from "./0004_receipts.sql" with { type: "text" };
import web from "./0005_web.sql" with { type: "text" };
import gate from "./0006_gate.sql" with { type: "text" };
import admission from "./0007_admission.sql" with { type: "text" };
import keyHistory from "./0008_key_history.sql" with { type: "text" };
import ledger from "./0009_ledger.sql" with { type: "text" };
import sources from "./0010_sources.sql" with { type: "text" };
import surveys from "./0011_surveys.sql" with { type: "text" };
import repairs from "./0012_repairs.sql" with { type: "text" };
import duplicates from "./0013_duplicates.sql" with { type: "text" };
import project from "./0014_project.sql" with { type: "text" };
import suspects from "./0015_suspects.sql" with { type: "text" };
import stages from "./0016_stages.sql" with { type: "text" };
import uids from "./0020_uids.sql" with { type: "text" };
import chargedClaims from "./0021_charged_claims.sql" with { type: "text" };
import deliveries from "./0022_deliveries.sql" with { type: "text" };
import lists from "./0023_lists.sql" with { type: "text" };
import review from "./0024_review.sql" with { type: "text" };
import attention from "./0025_attention.sql" with { type: "text" };
import pages from "./0026_pages.sql" with { type: "text" };
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

/** The migrations in order; numbered from 1, never changed once released. */
export const migrations: readonly { name: string; text: string }[] = [
  { name: "0001_catalogue", text: catalogue },
  { name: "0002_delivery", text: delivery },
  { name: "0003_screening", text: screening },
  { name: "0004_receipts", text: receipts },
  { name: "0005_web", text: web },
  { name: "0006_gate", text: gate },
  { name: "0007_admission", text: admission },
  { name: "0008_key_history", text: keyHistory },
  { name: "0009_ledger", text: ledger },
  { name: "0010_sources", text: sources },
  { name: "0011_surveys", text: surveys },
  { name: "0012_repairs", text: repairs },
  { name: "0013_duplicates", text: duplicates },
  { name: "0014_project", text: project },
  { name: "0015_suspects", text: suspects },
  { name: "0016_stages", text: stages },
  { name: "0020_uids", text: uids },
  { name: "0021_charged_claims", text: chargedClaims },
  { name: "0022_deliveries", text: deliveries },
  { name: "0023_lists", text: lists },
  { name: "0024_review", text: review },
  { name: "0025_attention", text: attention },
  { name: "0026_pages", text: pages },
];
