import type { FaultCount } from "../database/count_faults.ts";
import type { FaultyFile } from "../database/list_faulty_files.ts";
import type { FaultyBatch } from "../database/list_errors.ts";
import { table } from "./table.ts";

type Line = readonly [where: string, code: string, reason: string];

/** The text output of `errors`: the counts of each code and rule, then each Batch. */
export function formatErrors(
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
