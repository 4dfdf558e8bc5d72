import { z } from "zod";
import { findOriginal, type Original } from "../../database/export/find_original.ts";
import { openDatabase } from "../../database/open_database.ts";
import { IntakeError } from "../../model/errors.ts";
import { defineCommand, flag } from "../command.ts";
import { databaseSettings } from "../settings.ts";
import { table } from "../table.ts";

/** `reidentify`: shows the original of a pseudonym, to those with access to the schema identity. */
export const reidentify = defineCommand({
  name: "reidentify",
  summary: "Show the original of a pseudonym of a patient, study, accession number or Batch.",
  operands: "<pseudonym>",
  examples: [
    [
      "reidentify P-7Q2MJ4",
      "shows the patient of a pseudonym to those who may see it",
    ],
  ],
  settings: databaseSettings,
  flags: { json: flag(z.boolean().default(false), "json", "print JSON") },
  async run({ settings, flags, operands }, { stdout, stderr }): Promise<number> {
    const [pseudonym, ...more] = operands;
    if (!pseudonym || more.length > 0) {
      throw new IntakeError(
        "USAGE",
        "reidentify requires one pseudonym",
        "use a code from the output: P-…, A…, B-… or the 2.25.… of a study",
      );
    }
    const database = await openDatabase({ ...settings, connections: 1 });
    try {
      const originals = await findOriginal(database.sql, pseudonym);
      if (flags.json) stdout(`${JSON.stringify(originals, null, 2)}\n`);
      else if (originals.length === 0) {
        stderr("no patient, study, accession number or Batch has this pseudonym\n");
      } else stdout(format(originals));
      return originals.length === 0 ? 1 : 0;
    } finally {
      await database.close();
    }
  },
});

function format(originals: readonly Original[]): string {
  const rows = originals.flatMap(({ kind, values }) =>
    Object.entries(values).map(([name, value]) => [kind, name, value ?? ""])
  );
  return table(["kind", "name", "original"], rows);
}
