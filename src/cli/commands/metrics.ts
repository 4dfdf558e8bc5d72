import { exportBatches, type ExportRow, exportRows } from "../../database/export/export_table.ts";
import { openDatabase } from "../../database/open_database.ts";
import { defineCommand } from "../command.ts";
import { textRows } from "../export_formats.ts";
import { databaseSettings } from "../settings.ts";

type MetricsRow = Readonly<Record<string, string | number | null>>;

const columns = [
  "batch",
  "status",
  "images",
  "bytes",
  "started_at",
  "finished_at",
  "seconds",
  "gb_per_day",
];

/** `metrics`: writes one line for each Batch, and a total, as tab-separated values. */
export const metrics = defineCommand({
  name: "metrics",
  summary: "Write size, duration and throughput (GB/day) of each Batch and in total, as TSV.",
  examples: [
    [
      "metrics",
      "prints size, duration and throughput of each Batch",
    ],
  ],
  settings: databaseSettings,
  flags: {},
  async run({ settings }, { stdout }): Promise<number> {
    const database = await openDatabase({ ...settings, connections: 1 });
    try {
      const rows = withTotal(exportRows(database.sql, exportBatches));
      for await (const text of textRows("tsv", columns, rows)) stdout(text);
      return 0;
    } finally {
      await database.close();
    }
  },
});

/** The seconds of the total are those from the first start to the last finish. */
async function* withTotal(batches: AsyncIterable<ExportRow>): AsyncGenerator<MetricsRow> {
  let [images, bytes, first, last] = [0, 0, "", ""];
  for await (const batch of batches) {
    images += Number(batch["images"]);
    bytes += Number(batch["bytes"]);
    const [start, end] = [String(batch["started_at"] ?? ""), String(batch["finished_at"] ?? "")];
    if (start !== "" && (first === "" || start < first)) first = start;
    if (end > last) last = end;
    yield { ...batch, gb_per_day: perDay(Number(batch["bytes"]), Number(batch["seconds"])) };
  }
  const seconds = first === "" ? 0 : (Date.parse(last) - Date.parse(first)) / 1000;
  const total = { images, bytes, started_at: first, finished_at: last, seconds };
  yield { batch: "total", status: "", ...total, gb_per_day: perDay(bytes, seconds) };
}

/** Throughput in GB (10^9 bytes) per day, rounded to one decimal. */
function perDay(bytes: number, seconds: number): number {
  return seconds > 0 ? Math.round(bytes / seconds * 86_400 / 1e8) / 10 : 0;
}
