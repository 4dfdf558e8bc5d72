import type { FaultCount } from "../database/count_faults.ts";
import type { FaultyFile } from "../database/list_faulty_files.ts";
import type { FaultyBatch } from "../database/list_errors.ts";
import { table } from "./table.ts";

type Line = readonly [where: string, code: string, what: string];

/** What `errors` prints on a terminal: how often each code and rule occurs, then every Batch. */
export function formatErrors(
  batches: readonly FaultyBatch[],
  totals: readonly FaultCount[],
  files: number,
): string {
  if (batches.length === 0) return "nothing to look at\n";
  const rows = batches.flatMap((batch) =>
    linesOf(batch, files).map((line) => [batch.uid, batch.code, batch.status, ...line])
  );
  return formatTotals(totals) +
    table(["folder", "batch", "status", "where", "code", "what"], rows);
}

function formatTotals(totals: readonly FaultCount[]): string {
  if (totals.length === 0) return "";
  const rows = totals.map(({ code, group, rule, files, batches }) => [
    ...[code, rule ? `"${rule}" of ${group ?? ""}` : ""],
    ...[String(files), String(batches)],
  ]);
  return table(["code", "rule", "files", "Batches"], rows);
}

function linesOf(batch: FaultyBatch, files: number): readonly Line[] {
  const lines: Line[] = [];
  if (batch.faultCode) lines.push([`stage ${batch.stage}`, batch.faultCode, batch.reason ?? ""]);
  if (batch.changed) {
    lines.push(["folder", "CHANGED", "the folder changed after its job; retry takes it again"]);
  }
  for (const base of batch.conflicts) {
    lines.push([base, "CONFLICT", "a folder of the same name is in this inbox too"]);
  }
  lines.push(...batch.skipped.map(lineOf), ...repairLines(batch));
  const last = batch.skipped.at(-1);
  if (last && batch.skippedCount > batch.skipped.length && batch.skipped.length === files) {
    const next = `errors ${batch.code} --after ${last.file} --files ${files}`;
    lines.push(["", "", `${inAll(batch)}; the next: ${next}`]);
  }
  return lines.length > 0 ? lines : [["", "", "no error"]];
}

function repairLines({ repairs }: FaultyBatch): Line[] {
  return Object.entries(repairs).map((
    [code, images],
  ) => ["source", code, `repaired in ${images === 1 ? "1 image" : `${images} images`}`]);
}

function lineOf({ file, path, code, reason, other }: FaultyFile): Line {
  const beside = other?.path ? ` (${other.path})` : "";
  return [path ?? `file ${file}`, code, `${reason}${beside}`];
}

/** `57 files in all: 50 DUPLICATE_INSTANCE, 7 NOT_DICOM` */
function inAll({ skippedCount, counts }: FaultyBatch): string {
  const byCode = new Map<string, number>();
  for (const { code, files } of counts) byCode.set(code, (byCode.get(code) ?? 0) + files);
  const each = [...byCode].map(([code, files]) => `${files} ${code}`);
  return `${skippedCount} files in all: ${each.join(", ")}`;
}
