import { z } from "zod";
import {
  countErrors,
  type ErrorsShown,
  type FaultyBatch,
  listErrors,
} from "../database/list_errors.ts";
import { type FaultyFile, listFaultyFiles } from "../database/list_faulty_files.ts";
import { openDatabase } from "../database/open_database.ts";
import type { Sql } from "../database/connect/sql.ts";
import { IntakeError } from "../errors.ts";
import { databaseSettings } from "../settings.ts";
import { defineCommand, flag } from "./command.ts";
import { formatErrors } from "./format_errors.ts";

const wholeNumber = z.coerce.number("is not a number").int("is not a whole number");
/** Files read at once where all of them are printed. */
const filesAtOnce = 500;

/** `errors`: the Batches that need a person, and why. */
export const errors = defineCommand({
  name: "errors",
  summary: "List the Batches that failed, left files out, changed since or conflict; and why.",
  words: "[uid or code …]",
  settings: databaseSettings,
  flags: {
    json: flag(z.boolean().default(false), "json", "print JSON, with every file of every Batch"),
    paths: flag(
      z.boolean().default(false),
      "paths",
      "show file names, which may hold patients' names (reads schema identity)",
    ),
    limit: flag(
      wholeNumber.min(1, "is below 1").default(100),
      "limit",
      "at most this many Batches, newest first",
      "n",
    ),
    files: flag(
      wholeNumber.min(1, "is below 1").default(20),
      "files",
      "at most this many files of each Batch",
      "n",
    ),
    after: flag(
      wholeNumber.min(0, "is below 0").default(0),
      "after",
      "begin behind the file of this number",
      "number",
    ),
  },
  async run({ settings, flags, words }, { stdout }): Promise<number> {
    const database = await openDatabase({ ...settings, connections: 2 });
    try {
      const { paths: withPaths, limit, files, after } = flags;
      const shown = { withPaths, limit, after, files: flags.json ? filesAtOnce : files };
      const batches = await listErrors(database.sql, words, shown);
      const unknown = batches.length < limit ? unknownOf(words, batches) : [];
      if (flags.json) await printAll(database.sql, batches, shown, stdout);
      else if (batches.length > 0 || unknown.length === 0) {
        stdout(formatErrors(batches, await countErrors(database.sql, words), files));
      }
      if (unknown.length > 0) throw noBatch(unknown.length);
      return 0;
    } finally {
      await database.close();
    }
  },
});

/** Prints an array of Batches, a page of files at a time: a Batch may have a million of them. */
async function printAll(
  sql: Sql,
  batches: readonly FaultyBatch[],
  { withPaths }: ErrorsShown,
  stdout: (text: string) => void,
): Promise<void> {
  const json = (value: unknown): string => JSON.stringify(value, null, 2).replaceAll("\n", "\n  ");
  stdout("[");
  for (const [at, { skipped, ...batch }] of batches.entries()) {
    const head = json({ ...batch, skipped: [] }).replace(/\[\]\n {2}\}$/, "[");
    stdout(`${at > 0 ? "," : ""}\n  ${head}`);
    let page: readonly FaultyFile[] = skipped;
    for (let first = true; page.length > 0; first = false) {
      const lines = page.map((file) => JSON.stringify(file)).join(",\n      ");
      stdout(`${first ? "" : ","}\n      ${lines}`);
      if (page.length < filesAtOnce) break;
      const after = page.at(-1)?.file ?? 0;
      page = await listFaultyFiles(sql, batch.code, { after, limit: filesAtOnce, withPaths });
    }
    stdout("]\n  }");
  }
  stdout(batches.length > 0 ? "\n]\n" : "]\n");
}

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
