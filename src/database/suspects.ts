import type { Claim } from "../model/claim.ts";
import type { Sql } from "./connect/sql.ts";

/** A Batch whose lease has expired, and whose end nobody has judged yet. */
export interface ExpiredClaim extends Claim {
  readonly code: string;
}

/** What was being processed when a claim ended without its job. */
export interface Evidence extends Claim {
  /** Numbers of files that threads were processing. */
  readonly files: readonly number[];
  /** The main thread was doing something for this Batch that may end a process. */
  readonly isMainThread: boolean;
}

/** A file that is to be tried alone, or, if it crashed there, not at all. */
export interface SuspectFile {
  readonly fileNumber: number;
  readonly crashed: boolean;
}

/** Claims whose leases have expired, each until it has been judged. */
export async function expiredClaims(sql: Sql): Promise<ExpiredClaim[]> {
  const rows = await sql<ExpiredClaim[]>`
    select id::int, code, claim from batch
    where status = 'PROCESSING' and lease_until < clock_timestamp()
      and judged_claim is distinct from claim`;
  return [...rows];
}

/**
 * Judges the end of a claim, once: a Batch in which nothing was being processed, as one that waited
 * for a target, is not charged an attempt. Files that were being processed become suspects; one
 * that was alone has crashed, which is no fault of its Batch either: it goes on without that file.
 */
export async function judgeClaim(sql: Sql, evidence: Evidence): Promise<void> {
  const { id, claim, files, isMainThread } = evidence;
  await sql.begin(async (transaction) => {
    const judged = await transaction`
      update batch set judged_claim = claim, is_charged = true
      where id = ${id} and claim = ${claim} and judged_claim is distinct from claim`;
    if (judged.count === 0) return;
    const crashed = await transaction<{ crashed: boolean }[]>`
      insert into suspect_file (batch_id, file_number)
      select ${id}, number from unnest(${files as number[]}::int[]) listed (number)
      on conflict (batch_id, file_number) do update set crashed = suspect_file.alone
      returning crashed`;
    const isFound = crashed.some((one) => one.crashed);
    if ((files.length > 0 || isMainThread) && !isFound) return;
    await transaction`
      update batch set is_charged = false,
        attempts = case when ${isFound} then 0 else greatest(attempts - 1, 0) end
      where id = ${id} and claim = ${claim}`;
  });
}

/** Takes back what {@link judgeClaim} charged to a Batch: the process that had it is alive. */
export async function acquit(sql: Sql, { id, claim }: Claim): Promise<void> {
  await sql`
    with acquitted as (
      update batch set attempts = greatest(attempts - 1, 0), is_charged = false
      where id = ${id} and judged_claim = ${claim} and is_charged returning id
    )
    delete from suspect_file s using acquitted a
    where s.batch_id = a.id and not s.alone and not s.crashed`;
}

/** The files of a Batch that were being processed when a process or thread ended. */
export async function listSuspects(sql: Sql, { id }: Claim): Promise<SuspectFile[]> {
  const rows = await sql<SuspectFile[]>`
    select file_number as "fileNumber", crashed from suspect_file where batch_id = ${id}`;
  return [...rows];
}

/** Notes that a suspect is tried alone from now on. */
export async function tryAlone(sql: Sql, { id }: Claim, fileNumber: number): Promise<void> {
  await sql`
    update suspect_file set alone = true where batch_id = ${id} and file_number = ${fileNumber}`;
}

/**
 * Makes files suspects whose thread ended while it processed them; one that was alone has crashed.
 */
export async function addSuspects(
  sql: Sql,
  { id }: Claim,
  files: readonly number[],
): Promise<void> {
  await sql`
    insert into suspect_file (batch_id, file_number)
    select ${id}, number from unnest(${files as number[]}::int[]) listed (number)
    on conflict (batch_id, file_number) do update set crashed = suspect_file.alone`;
}

/**
 * Notes that a suspect was processed alone and is none. The end that made it one is not the Batch's
 * fault then; only the attempt at hand counts.
 */
export async function clearSuspect(sql: Sql, held: Claim, fileNumber: number): Promise<void> {
  await sql`
    with cleared as (
      delete from suspect_file where batch_id = ${held.id} and file_number = ${fileNumber}
    )
    update batch set attempts = least(attempts, 1)
    where id = ${held.id} and claim = ${held.claim} and status = 'PROCESSING'`;
}
