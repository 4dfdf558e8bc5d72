import { z } from "zod";
import type { Sql } from "../../database/connect/sql.ts";
import { openDatabase } from "../../database/open_database.ts";
import {
  countErrors,
  type ErrorsShown,
  type FaultCount,
  type FaultyBatch,
  type FaultyFile,
  listErrors,
  listFaultyFiles,
} from "../../database/views/list_errors.ts";
import { IntakeError } from "../../model/errors.ts";
import { defineCommand, flag } from "../command.ts";
import { databaseSettings } from "../settings.ts";
import { table } from "../table.ts";

const wholeNumber = z.coerce.number("is not a number").int("is not a whole number");
/** Size of a page of files when all files are printed. */
const pageSize = 500;

/** `errors`: lists the Batches that need attention, and the reasons. */
export const errors = defineCommand({
  name: "errors",
  summary:
    "List Batches with errors, skipped files, changed folders or name conflicts, and the reasons.",
  operands: "[uid or code …]",
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
      const { paths: withPaths, limit, files, after } = flags;
      const shown = { withPaths, limit, after, files: flags.json ? pageSize : files };
      const batches = await listErrors(database.sql, operands, shown);
      const unknown = batches.length < limit ? unknownOf(operands, batches) : [];
      if (flags.json) await printAll(database.sql, batches, shown, stdout);
      else if (batches.length > 0 || unknown.length === 0) {
        stdout(formatErrors(batches, await countErrors(database.sql, operands), files));
      }
      if (unknown.length > 0) throw noBatch(unknown.length);
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

function noBatch(names: number): IntakeError {
  return new IntakeError(
    "USAGE",
    `no Batch found for ${names} of the given names`,
    "use the name of a folder without its path, or a code: B-…",
  );
}

type Line = readonly [where: string, code: string, reason: string];

/** The text output of `errors`: the counts of each code and rule, then each Batch. */
function formatErrors(
  batches: readonly FaultyBatch[],
  totals: readonly FaultCount[],
  files: number,
): string {
  if (batches.length === 0) return "no errors\n";
  const rows = batches.flatMap((batch) =>
    linesOf(batch, files).map((line) => [batch.uid, batch.code, batch.status, ...line])
  );
  return formatTotals(totals) +
    table(["folder", "batch", "status", "where", "code", "reason"], rows);
}

function formatTotals(totals: readonly FaultCount[]): string {
  if (totals.length === 0) return "";
  const rows = totals.map(({ code, group, rule, files, batches }) => [
    code,
    rule ? `"${rule}" (${group ?? ""})` : "",
    String(files),
    String(batches),
  ]);
  return table(["code", "rule", "files", "Batches"], rows);
}

function linesOf(batch: FaultyBatch, files: number): readonly Line[] {
  const lines: Line[] = [];
  if (batch.faultCode) lines.push([`stage ${batch.stage}`, batch.faultCode, batch.reason ?? ""]);
  if (batch.changed) {
    lines.push([
      "folder",
      "CHANGED",
      "the folder changed after its Batch was processed; process it again with retry",
    ]);
  }
  for (const base of batch.conflicts) {
    lines.push([base, "CONFLICT", "this inbox contains a folder of the same name"]);
  }
  lines.push(...batch.skipped.map(lineOf), ...repairLines(batch));
  const last = batch.skipped.at(-1);
  if (last && batch.skippedCount > batch.skipped.length && batch.skipped.length === files) {
    const next = `errors ${batch.code} --after ${last.file} --files ${files}`;
    lines.push(["", "", `${total(batch)}; for more: ${next}`]);
  }
  return lines.length > 0 ? lines : [["", "", "no errors"]];
}

function repairLines({ repairs }: FaultyBatch): Line[] {
  return Object.entries(repairs).map((
    [code, images],
  ) => ["source", code, `repaired in ${images === 1 ? "1 image" : `${images} images`}`]);
}

function lineOf({ file, path, code, reason, other }: FaultyFile): Line {
  const otherPath = other?.path ? ` (${other.path})` : "";
  return [path ?? `file ${file}`, code, `${reason}${otherPath}`];
}

/** `57 files in total: 50 DUPLICATE_INSTANCE, 7 NOT_DICOM` */
function total({ skippedCount, counts }: FaultyBatch): string {
  const byCode = new Map<string, number>();
  for (const { code, files } of counts) byCode.set(code, (byCode.get(code) ?? 0) + files);
  const each = [...byCode].map(([code, files]) => `${files} ${code}`);
  return `${skippedCount} files in total: ${each.join(", ")}`;
}
