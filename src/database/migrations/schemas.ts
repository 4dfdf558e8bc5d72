import { IntakeError } from "../../model/errors.ts";
import type { TransactionSql } from "../connect/sql.ts";

/** The two schemas of a catalogue. */
export interface Schemas {
  readonly catalogue: string;
  /** Contains identifying values; a site can grant it to its honest broker alone. */
  readonly identity: string;
}

const defaultIdentity = "identity";

/** The schema of identifying values, found by a foreign key of the catalogue. */
export async function identitySchema(sql: TransactionSql): Promise<string> {
  const [found] = await sql<{ name: string }[]>`
    select nspname as name from pg_constraint
      join pg_class on pg_class.oid = conrelid join pg_namespace n on n.oid = relnamespace
    where contype = 'f' and confrelid = to_regclass('batch') and relname = 'source_file'`;
  return found?.name ?? defaultIdentity;
}

interface Rights {
  readonly role: string;
  readonly database: string;
  /** The schema of the catalogue, or the first schema of the search_path that the role may use. */
  readonly catalogue: string | null;
  readonly isInstalled: boolean;
  readonly mayCreateTables: boolean | null;
  readonly mayCreateSchemas: boolean;
}

/**
 * The schemas of an installed or new catalogue. For a new one the schema of identifying values is
 * created, unless it exists and is empty. It is called `identity`, or `<catalogue>_identity` if
 * that schema exists, or if another catalogue of the database uses `identity`. Throws IntakeError
 * NOT_GRANTED, which names the missing right.
 */
export async function schemasForInstall(sql: TransactionSql): Promise<Schemas> {
  const rights = await rightsOf(sql);
  if (rights.catalogue === null) throw noSchema(rights);
  const { catalogue } = rights;
  if (rights.isInstalled) return { catalogue, identity: await identitySchema(sql) };
  if (!rights.mayCreateTables) throw noTables(rights, catalogue);
  return { catalogue, identity: await makeIdentity(sql, rights, catalogue) };
}

async function rightsOf(sql: TransactionSql): Promise<Rights> {
  const [rights] = await sql<Rights[]>`
    select current_user as role, current_database() as database, catalogue,
      to_regclass('batch') is not null as "isInstalled",
      has_schema_privilege(catalogue, 'create') as "mayCreateTables",
      has_database_privilege(current_database(), 'create') as "mayCreateSchemas"
    from (select coalesce((
        select nspname from pg_class join pg_namespace n on n.oid = relnamespace
        where pg_class.oid = to_regclass('migration')
      ), current_schema())::text as catalogue) as here`;
  if (!rights) throw new TypeError("a statement without tables gave no row");
  return rights;
}

async function makeIdentity(
  sql: TransactionSql,
  rights: Rights,
  catalogue: string,
): Promise<string> {
  const own = `${catalogue}_identity`;
  const candidates = await sql<{ name: string; mayCreate: boolean; isFree: boolean }[]>`
    select nspname as name, has_schema_privilege(oid, 'create') as "mayCreate",
      not exists (select from pg_class where relnamespace = n.oid and relname = 'source_file')
        as "isFree"
    from pg_namespace n where nspname in (${own}, ${defaultIdentity})`;
  const given = candidates.find(({ name, isFree }) => name === own && isFree) ??
    candidates.find(({ name, isFree }) => name === defaultIdentity && isFree);
  if (given && !given.mayCreate) throw noTables(rights, given.name);
  if (given) return given.name;
  const name = candidates.some((schema) => schema.name === defaultIdentity) ? own : defaultIdentity;
  if (!rights.mayCreateSchemas) throw noSchemas(rights, name);
  await sql`create schema ${sql(name)}`;
  return name;
}

function noSchema({ role }: Rights): IntakeError {
  return new IntakeError(
    "NOT_GRANTED",
    `the search_path of role ${role} contains no existing schema that the role may use`,
    `create a schema for the role (create schema intake authorization ${role}), or set its ` +
      "search_path",
  );
}

function noTables({ role }: Rights, schema: string): IntakeError {
  return new IntakeError(
    "NOT_GRANTED",
    `role ${role} lacks the right CREATE on schema ${schema}`,
    `run as its owner: grant usage, create on schema ${schema} to ${role}`,
  );
}

function noSchemas({ role, database }: Rights, schema: string): IntakeError {
  return new IntakeError(
    "NOT_GRANTED",
    `role ${role} lacks the right CREATE on database ${database}, and schema ${schema} does ` +
      "not exist",
    `run as an administrator: create schema ${schema} authorization ${role}`,
  );
}
