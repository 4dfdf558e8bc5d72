import { z } from "zod";
import {
  exportBatches,
  exportImages,
  exportRows,
  exportSeries,
} from "../../database/export/export_table.ts";
import { exportPatients, exportUids } from "../../database/export/find_original.ts";
import { openDatabase } from "../../database/open_database.ts";
import { IntakeError } from "../../model/errors.ts";
import { removeFolder } from "../../output/staged_folder.ts";
import { outputUnwritable } from "../../system/system_code.ts";
import { writeAll } from "../../system/write_and_sync.ts";
import { defineCommand, flag } from "../command.ts";
import { textRows, writeParquet } from "../export_formats.ts";
import { databaseSettings } from "../settings.ts";
import { shownCommand } from "../../system/shown_command.ts";

const tables = {
  images: exportImages,
  series: exportSeries,
  batches: exportBatches,
  uids: exportUids,
  patients: exportPatients,
};

/**
 * `export`: writes the catalogue as a table for research, without identifying data; for users with
 * that right, also the original UIDs and patient identifiers.
 */
export const exportCatalogue = defineCommand({
  name: "export",
  summary: "Write a table of delivered images, series or Batches, or of original and new UIDs or " +
    "patients.",
  operands: "<images|series|batches|uids|patients>",
  examples: [
    [
      "export images --output images.csv",
      "writes a line for each delivered image",
    ],
    [
      "export series --format parquet --output series.parquet",
      "writes a Parquet file",
    ],
  ],
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
      "file to write (default: standard output); it appears when it is complete",
      "file",
    ),
  },
  async run({ settings, flags, operands }, { stdout }): Promise<number> {
    const table = tables[tableName(operands)];
    const { format, output } = flags;
    if (format === "parquet" && output === undefined) {
      throw new IntakeError("USAGE", "--format parquet requires --output", "add --output <file>");
    }
    const database = await openDatabase({ ...settings, connections: 1 });
    try {
      const rows = exportRows(database.sql, table);
      const names = table.columns.map(({ name }) => name);
      if (output === undefined) {
        for await (const text of textRows(textFormat(format), names, rows)) stdout(text);
        return 0;
      }
      await writeAtomically(
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

/** Writes a temporary file and renames it when it is complete. Throws OUTPUT_UNWRITABLE. */
async function writeAtomically(
  output: string,
  write: (path: string) => Promise<void>,
): Promise<void> {
  const staged = `${output}.tmp${Deno.pid}`;
  try {
    await write(staged);
    Deno.renameSync(staged, output);
  } catch (error) {
    await removeFolder(staged);
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error;
    const hint = "use a file in an existing directory that this user may write to";
    throw outputUnwritable(error, { place: output, hint });
  }
}

function textFormat(format: "csv" | "jsonl" | "parquet"): "csv" | "jsonl" {
  if (format !== "parquet") return format;
  throw new TypeError("parquet is not a text format");
}

function tableName(operands: readonly string[]): keyof typeof tables {
  const [name = "images", ...more] = operands;
  if (more.length === 0 && isTable(name)) return name;
  throw new IntakeError(
    "USAGE",
    `export requires one of ${Object.keys(tables).join(", ")}, not ${operands.join(" ")}`,
    `see ${shownCommand("export --help")}`,
  );
}

function isTable(name: string): name is keyof typeof tables {
  return Object.hasOwn(tables, name);
}

/** Writes chunks of text to a file as they arrive. */
async function writeText(path: string, chunks: AsyncIterable<string>): Promise<void> {
  using file = Deno.openSync(path, { create: true, truncate: true, write: true, mode: 0o640 });
  const encoder = new TextEncoder();
  for await (const chunk of chunks) {
    writeAll(file, encoder.encode(chunk));
  }
  file.syncSync();
}
