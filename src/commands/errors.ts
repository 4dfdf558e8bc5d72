import { z } from "zod";
import { type FaultyBatch, listErrors } from "../database/list_errors.ts";
import { openDatabase } from "../database/open_database.ts";
import { IntakeError } from "../errors.ts";
import { databaseSettings } from "../settings.ts";
import { defineCommand, flag } from "./command.ts";
import { table } from "./table.ts";

/** `errors`: the Batches that need a person, and why. */
export const errors = defineCommand({
  name: "errors",
  summary: "List the Batches that failed, left files out, changed since or conflict; and why.",
  words: "[uid or code …]",
  settings: databaseSettings,
  flags: {
    json: flag(z.boolean().default(false), "json", "print JSON"),
    paths: flag(
      z.boolean().default(false),
      "paths",
      "show file names, which may hold patients' names (reads schema identity)",
    ),
    limit: flag(
      z.coerce.number("is not a number").int("is not a whole number").min(1, "is below 1")
        .default(100),
      "limit",
      "at most this many Batches, newest first",
      "n",
    ),
  },
  async run({ settings, flags, words }, { stdout }): Promise<number> {
    const database = await openDatabase({ ...settings, connections: 2 });
    try {
      const options = { withPaths: flags.paths, limit: flags.limit };
      const batches = await listErrors(database.sql, words, options);
      const unknown = batches.length < flags.limit ? unknownOf(words, batches) : [];
      if (flags.json) stdout(`${JSON.stringify(batches, null, 2)}\n`);
      else if (batches.length > 0 || unknown.length === 0) stdout(format(batches));
      if (unknown.length > 0) throw noBatch(unknown.length);
      return 0;
    } finally {
      await database.close();
    }
  },
});

function unknownOf(names: readonly string[], batches: readonly FaultyBatch[]): string[] {
  return names.filter((name) => !batches.some(({ uid, code }) => uid === name || code === name));
}

function noBatch(names: number): IntakeError {
  return new IntakeError(
    "USAGE",
    `${names} of the names are no Batch`,
    "give the name of a folder, without its path, or a code: B-…",
  );
}

function format(batches: readonly FaultyBatch[]): string {
  if (batches.length === 0) return "nothing to look at\n";
  const rows = batches.flatMap((batch) =>
    findings(batch).map((finding) => [
      batch.uid,
      batch.code,
      batch.status,
      ...finding,
    ])
  );
  return table(["folder", "batch", "status", "where", "code", "what"], rows);
}

function findings(batch: FaultyBatch): [where: string, code: string, what: string][] {
  const found: [string, string, string][] = [];
  if (batch.faultCode) found.push([`stage ${batch.stage}`, batch.faultCode, batch.reason ?? ""]);
  if (batch.changed) {
    found.push(["folder", "CHANGED", "the folder changed after its job; retry takes it again"]);
  }
  for (const base of batch.conflicts) {
    found.push([base, "CONFLICT", "a folder of the same name is in this inbox too"]);
  }
  for (const { file, path, code, reason } of batch.skipped) {
    found.push([path ?? `file ${file}`, code, reason]);
  }
  const repairs = Object.entries(batch.repairs);
  for (const [code, images] of repairs) {
    found.push(["source", code, `repaired in ${images === 1 ? "1 image" : `${images} images`}`]);
  }
  const more = batch.skippedCount - batch.skipped.length;
  if (more > 0) found.push(["", "", `${more} more files`]);
  return found.length > 0 ? found : [["", "", "no error"]];
}
