import type { Sql } from "./connect/sql.ts";
import { IntakeError } from "../errors.ts";

/**
 * Checks that the key of the latest Batch is among the given keys, because with another key one
 * patient would silently become two. A new key must be given together with the earlier one. Throws
 * IntakeError KEY_FILE.
 */
export async function requireKey(sql: Sql, fingerprints: readonly string[]): Promise<void> {
  const [latest] = await sql<{ fingerprint: string }[]>`
    select key_fingerprint as fingerprint from batch where key_fingerprint is not null
    order by id desc limit 1`;
  if (!latest || fingerprints.includes(latest.fingerprint)) return;
  throw new IntakeError(
    "KEY_FILE",
    `the key ${latest.fingerprint} of this database's pseudonyms is missing`,
    `use the earlier key file, or copy it next to the new one as ….${latest.fingerprint}`,
  );
}
