import { z } from "zod";
import { exportBatches } from "../database/export_batches.ts";
import { exportPatients, exportUids } from "../database/export_maps.ts";
import { exportImages } from "../database/export_images.ts";
import { exportSeries } from "../database/export_series.ts";
import { exportRows } from "../database/export_table.ts";
import { openDatabase } from "../database/open_database.ts";
import { removeFolder } from "../deliver/staged_folder.ts";
import { IntakeError } from "../errors.ts";
import { textRows } from "../export/text_rows.ts";
import { writeParquet } from "../export/write_parquet.ts";
import { databaseSettings } from "../settings.ts";
import { defineCommand, flag } from "./command.ts";
import { writeText } from "./write_text.ts";

const tables = {
  ...{ images: exportImages, series: exportSeries, batches: exportBatches },
  ...{ uids: exportUids, patients: exportPatients },
};

/**
 * `export`: the catalogue as a table for researchers, without anything that identifies; and for
 * those who may know, which originals its UIDs and patients stand for.
 */
export const exportCatalogue = defineCommand({
  name: "export",
  summary:
    "Write a table: delivered images, series or batches; or original and new UIDs or patients.",
  words: "<images|series|batches|uids|patients>",
  settings: databaseSettings,
  flags: {
    format: flag(
      z.enum(["csv", "jsonl", "parquet"], "is not csv, jsonl or parquet").default("csv"),
      "format",
      "csv, jsonl or parquet",
      "name",
    ),
    output: flag(
      z.string().min(1, "is empty").optional(),
      "output",
      "a file, which appears when it is whole; standard output without it",
      "file",
    ),
  },
  async run({ settings, flags, words }, { stdout }): Promise<number> {
    const table = tables[tableName(words)];
    const { format, output } = flags;
    if (format === "parquet" && output === undefined) {
      throw new IntakeError("USAGE", "parquet needs --output", "give a file to write to");
    }
    const database = await openDatabase({ ...settings, connections: 1 });
    try {
      const rows = exportRows(database.sql, table);
      const names = table.columns.map(({ name }) => name);
      if (output === undefined) {
        for await (const text of textRows(textual(format), names, rows)) stdout(text);
        return 0;
      }
      await appearingWhole(
        output,
        (path) =>
          format === "parquet"
            ? writeParquet(path, table.columns, rows)
            : writeText(path, textRows(format, names, rows)),
      );
      return 0;
    } finally {
      await database.close();
    }
  },
});

/** Writes beside a file, and puts it in place when it is whole. Throws OUTPUT_UNWRITABLE. */
async function appearingWhole(
  output: string,
  write: (path: string) => Promise<void>,
): Promise<void> {
  const staged = `${output}.tmp${Deno.pid}`;
  try {
    await write(staged);
    Deno.renameSync(staged, output);
  } catch (error) {
    removeFolder(staged);
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error;
    throw new IntakeError(
      "OUTPUT_UNWRITABLE",
      `${output} cannot be written (${code})`,
      "give a file in a directory that is there and that this user may write to",
      { cause: error },
    );
  }
}

function textual(format: "csv" | "jsonl" | "parquet"): "csv" | "jsonl" {
  if (format !== "parquet") return format;
  throw new TypeError("parquet is no text");
}

function tableName(words: readonly string[]): keyof typeof tables {
  const [name = "images", ...more] = words;
  if (more.length === 0 && isTable(name)) return name;
  throw new IntakeError(
    "USAGE",
    `export takes one of ${Object.keys(tables).join(", ")}, not ${words.join(" ")}`,
    "see dicom-intake export --help",
  );
}

function isTable(name: string): name is keyof typeof tables {
  return Object.hasOwn(tables, name);
}
