import type { Sql } from "./connect/sql.ts";
import { IntakeError } from "../errors.ts";

/**
 * Refuses keys of which none made the pseudonyms of the latest Batch: with another key one patient
 * would become two, unnoticed. A key that follows another has that one beside it. Throws
 * IntakeError KEY_FILE.
 */
export async function requireKey(sql: Sql, fingerprints: readonly string[]): Promise<void> {
  const [latest] = await sql<{ fingerprint: string }[]>`
    select key_fingerprint as fingerprint from batch where key_fingerprint is not null
    order by id desc limit 1`;
  if (!latest || fingerprints.includes(latest.fingerprint)) return;
  throw new IntakeError(
    "KEY_FILE",
    `the key ${latest.fingerprint} that this database's pseudonyms were made with is not there`,
    `give the key file that was used before, or put it beside the new one, named ….${latest.fingerprint}`,
  );
}
