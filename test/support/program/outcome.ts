import type { Database } from "../../../src/database/open_database.ts";
import { digests } from "../files/output_tree.ts";
import type { IntakeUnderTest } from "./intake.ts";

/** Everything a run leaves that may be compared: no times, no numbers of claims, no ids. */
export interface Outcome {
  readonly catalogue: unknown;
  /** SHA-256 of every file in the output, what was staged included. */
  readonly output: Readonly<Record<string, string>>;
}

export async function outcomeOf(intake: IntakeUnderTest, database: Database): Promise<Outcome> {
  return {
    catalogue: await catalogue(database),
    output: await digests(`${intake.directory}/output`),
  };
}

/** The same, but for what is staged: somebody may still be writing there. */
export async function placedOutcomeOf(
  intake: IntakeUnderTest,
  database: Database,
): Promise<Outcome> {
  return {
    catalogue: await catalogue(database),
    output: await digests(`${intake.directory}/output`, (name) => !name.includes(".tmp")),
  };
}

async function catalogue({ sql }: Database): Promise<unknown> {
  return {
    batches: [
      ...await sql`
        select uid, code, status, stage, images, series, skipped, bytes, has_error from batch
        order by uid`,
    ],
    images: [
      ...await sql`
        select code, file_number, sop_instance_uid, image.bytes, sha256, header::text
        from image join batch on batch.id = batch_id order by code, file_number`,
    ],
    skipped: [
      ...await sql`
        select b.code as batch, file_number, s.code, reason
        from skipped_file s join batch b on b.id = batch_id order by b.code, file_number`,
    ],
    studies: [...await sql`select * from study order by study_instance_uid`].map(withoutId),
    identities: [...await sql`select * from identity.patient order by pseudonym`],
  };
}

function withoutId({ id: _, ...row }: Record<string, unknown>): Record<string, unknown> {
  return row;
}

/** A key file whose pseudonyms are the same in every run. */
export function fixedKey(directory: string): { readonly DEID_KEY_FILE: string } {
  const DEID_KEY_FILE = `${directory}/deid.key`;
  Deno.writeTextFileSync(DEID_KEY_FILE, "0123456789abcdef".repeat(4), { mode: 0o600 });
  return { DEID_KEY_FILE };
}
