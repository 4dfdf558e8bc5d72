import type { Sql } from "./connect/sql.ts";

/** The latest claim of a Batch. */
export interface LatestClaim {
  readonly code: string;
  readonly claim: number;
  readonly isProcessing: boolean;
}

/** The latest claims of those of these Batches that the database contains. */
export async function latestClaims(sql: Sql, codes: readonly string[]): Promise<LatestClaim[]> {
  const rows = await sql<LatestClaim[]>`
    select code, claim, status = 'PROCESSING' as "isProcessing" from batch
    where code = any(${codes as string[]})`;
  return [...rows];
}
