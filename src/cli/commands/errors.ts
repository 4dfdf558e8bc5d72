import { z } from "zod";
import type { Sql } from "../../database/connect/sql.ts";
import { openDatabase } from "../../database/open_database.ts";
import {
  countErrors,
  type ErrorsShown,
  type FaultyBatch,
  type FaultyFile,
  listErrors,
  listFaultyFiles,
} from "../../database/views/list_errors.ts";
import { isDown, readTargets } from "../../database/views/read_targets.ts";
import { defineCommand, flag } from "../command.ts";
import { databaseSettings } from "../settings.ts";
import { unknownNames } from "../unknown_names.ts";
import { formatTargets } from "../targets_down.ts";
import { formatErrors } from "./format_errors.ts";

const wholeNumber = z.coerce.number("is not a number").int("is not a whole number");
/** Size of a page of files when all files are printed. */
const pageSize = 500;

/** `errors`: lists the Batches that need attention, and the reasons. */
export const errors = defineCommand({
  name: "errors",
  summary:
    "List Batches with errors, skipped files, changed folders or name conflicts, and the reasons.",
  operands: "[uid or code …]",
  examples: [
    [
      "errors",
      "shows what needs attention, and what to do",
    ],
    [
      "errors ST-1 --files 100",
      "shows the first 100 files of one folder",
    ],
    [
      "errors --paths",
      "shows file names, too; they may contain names of patients",
    ],
  ],
  settings: databaseSettings,
  flags: {
    json: flag(z.boolean().default(false), "json", "print JSON with all files of each Batch"),
    paths: flag(
      z.boolean().default(false),
      "paths",
      "show file names; they may contain names of patients (requires access to schema identity)",
    ),
    limit: flag(
      wholeNumber.min(1, "is below 1").default(100),
      "limit",
      "maximum number of Batches, newest first",
      "n",
    ),
    files: flag(
      wholeNumber.min(1, "is below 1").default(20),
      "files",
      "maximum number of files for each Batch",
      "n",
    ),
    acknowledged: flag(
      z.boolean().default(false),
      "acknowledged",
      "also show acknowledged Batches",
    ),
    after: flag(
      wholeNumber.min(0, "is below 0").default(0),
      "after",
      "show only files after this number",
      "number",
    ),
  },
  async run({ settings, flags, operands }, { stdout }): Promise<number> {
    const database = await openDatabase({ ...settings, connections: 2 });
    try {
      const { paths: withPaths, limit, files, after, acknowledged } = flags;
      const shown = {
        withPaths,
        limit,
        after,
        acknowledged,
        files: flags.json ? pageSize : files,
      };
      const batches = await listErrors(database.sql, operands, shown);
      const unknown = batches.length < limit ? unknownOf(operands, batches) : [];
      if (flags.json) await printAll(database.sql, batches, shown, stdout);
      else if (batches.length > 0 || unknown.length === 0) {
        const down = operands.length > 0 ? [] : (await readTargets(database.sql)).filter(isDown);
        const totals = await countErrors(database.sql, operands, acknowledged);
        stdout(formatTargets(down) + formatErrors(batches, totals, files, down.length === 0));
      }
      if (unknown.length > 0) throw unknownNames(operands, unknown);
      return 0;
    } finally {
      await database.close();
    }
  },
});

/** Prints an array of Batches, one page of files at a time: a Batch may have a million files. */
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
      if (page.length < pageSize) break;
      const after = page.at(-1)?.file ?? 0;
      page = await listFaultyFiles(sql, batch.code, { after, limit: pageSize, withPaths });
    }
    stdout("]\n  }");
  }
  stdout(batches.length > 0 ? "\n]\n" : "]\n");
}

function unknownOf(names: readonly string[], batches: readonly FaultyBatch[]): string[] {
  return names.filter((name) => !batches.some(({ uid, code }) => uid === name || code === name));
}
