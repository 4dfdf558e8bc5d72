import type { Sql } from "./connect/sql.ts";

/** How a Batch is held. */
export interface ClaimOf {
  readonly code: string;
  readonly claim: number;
  readonly isProcessing: boolean;
}

/** The latest claims of these Batches, those that this database knows. */
export async function claimsOf(sql: Sql, codes: readonly string[]): Promise<ClaimOf[]> {
  const rows = await sql<ClaimOf[]>`
    select code, claim, status = 'PROCESSING' as "isProcessing" from batch
    where code = any(${codes as string[]})`;
  return [...rows];
}
