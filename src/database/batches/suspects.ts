import type { Claim, SuspectFile } from "../../model/batch.ts";
import type { Sql, TransactionSql } from "../connect/sql.ts";

/** A suspect is skipped after this number of crashes while it was processed alone. */
const crashesUntilSkipped = 2;

/** What was being processed when a lease expired. */
export interface ExpiredWork extends Claim {
  /** The numbers of the files that threads were processing. */
  readonly files: readonly number[];
  /** The main thread was doing work for this Batch that may crash a process. */
  readonly isMainThread: boolean;
}

/**
 * Examines an expired claim, once. If nothing was being processed, for example while the Batch
 * waited for a target, the claim does not count as an attempt. Files that were being processed
 * become suspects. If a suspect was being processed alone, the claim does not count either; the
 * Batch continues without a file that has crashed twice when it was alone. Once is not enough,
 * because an administrator or the system can kill a process for other reasons.
 */
export async function countExpiredClaim(sql: Sql, work: ExpiredWork): Promise<void> {
  const { id, claim, files, isMainThread } = work;
  await sql.begin(async (transaction) => {
    const judged = await transaction`
      update batch set judged_claim = claim, charged_claims = charged_claims || claim
      where id = ${id} and claim = ${claim} and judged_claim is distinct from claim`;
    if (judged.count === 0) return;
    const suspects = await recordSuspects(transaction, id, files);
    const isKnown = suspects.some(({ alone }) => alone);
    if ((files.length > 0 || isMainThread) && !isKnown) return;
    const isFound = suspects.some(({ crashed }) => crashed);
    await transaction`
      update batch set
        charged_claims = case when ${isFound} then '{}' else array_remove(charged_claims, claim) end,
        attempts = case when ${isFound} then 0 else greatest(attempts - 1, 0) end
      where id = ${id} and claim = ${claim}`;
  });
}

/**
 * Undoes {@link countExpiredClaim}: the process of the claim is alive. Other claims of the Batch
 * may have expired and been examined since.
 */
export async function uncountExpiredClaim(sql: Sql, { id, claim }: Claim): Promise<void> {
  await sql`
    with acquitted as (
      update batch set attempts = greatest(attempts - 1, 0),
        charged_claims = array_remove(charged_claims, ${claim}::int)
      where id = ${id} and ${claim}::int = any(charged_claims) returning id, charged_claims
    )
    delete from suspect_file s using acquitted a
    where s.batch_id = a.id and a.charged_claims = '{}' and not s.alone`;
}

/** The suspects of a Batch: files that were being processed when a process or thread ended. */
export async function listSuspects(sql: Sql, { id }: Claim): Promise<SuspectFile[]> {
  const rows = await sql<SuspectFile[]>`
    select file_number as "fileNumber", crashes_alone >= ${crashesUntilSkipped} as crashed
    from suspect_file where batch_id = ${id}`;
  return [...rows];
}

/** Records that a suspect is processed alone from now on. */
export async function markAlone(sql: Sql, { id }: Claim, fileNumber: number): Promise<void> {
  await sql`
    update suspect_file set alone = true where batch_id = ${id} and file_number = ${fileNumber}`;
}

/** Records files as suspects that a thread was processing when it ended. */
export async function addSuspects(
  sql: Sql,
  { id }: Claim,
  files: readonly number[],
): Promise<void> {
  await recordSuspects(sql, id, files);
}

async function recordSuspects(
  sql: TransactionSql,
  batchId: number,
  files: readonly number[],
): Promise<{ alone: boolean; crashed: boolean }[]> {
  const rows = await sql<{ alone: boolean; crashed: boolean }[]>`
    insert into suspect_file as s (batch_id, file_number)
    select ${batchId}, number from unnest(${files as number[]}::int[]) listed (number)
    on conflict (batch_id, file_number) do update
      set crashes_alone = s.crashes_alone + s.alone::int
    returning alone, crashes_alone >= ${crashesUntilSkipped} as crashed`;
  return [...rows];
}

/**
 * Records that a suspect was processed alone without a crash. Earlier attempts are forgiven then:
 * the Batch keeps at most one, the current attempt.
 */
export async function clearSuspect(sql: Sql, claimed: Claim, fileNumber: number): Promise<void> {
  await sql`
    with cleared as (
      delete from suspect_file where batch_id = ${claimed.id} and file_number = ${fileNumber}
    )
    update batch set attempts = least(attempts, 1), charged_claims = '{}'
    where id = ${claimed.id} and claim = ${claimed.claim} and status = 'PROCESSING'`;
}
