import type { FaultCount } from "../../database/views/count_faults.ts";
import type { FaultyBatch, FaultyFile } from "../../database/views/list_errors.ts";
import { errorHints, type ShownCode } from "../error_hints.ts";
import { table } from "../table.ts";

type Line = readonly [where: string, code: string, reason: string];

/** The text output of `errors`: the counts of each code and rule, each Batch, and what to do. */
export function formatErrors(
  batches: readonly FaultyBatch[],
  totals: readonly FaultCount[],
  files: number,
  areTargetsUp: boolean,
): string {
  if (batches.length === 0) return areTargetsUp ? "no errors\n" : "";
  const rows = batches.flatMap((batch) =>
    linesOf(batch, files).map((line) => [batch.uid, batch.code, batch.status, ...line])
  );
  return formatTotals(totals) +
    table(["folder", "batch", "status", "where", "code", "reason"], rows) +
    errorHints([...batches.flatMap(codesOf), ...totals.map(codeOfFiles)]);
}

function codeOfFiles({ code }: Pick<FaultCount, "code">): ShownCode {
  return { code, isOfBatch: false };
}

function codesOf({ faultCode, skipped, refused, repairs }: FaultyBatch): ShownCode[] {
  const inside = [...skipped, ...refused].map(({ code }) => code).concat(Object.keys(repairs));
  const codes = inside.map((code) => codeOfFiles({ code }));
  return faultCode ? [{ code: faultCode, isOfBatch: true }, ...codes] : codes;
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
  if (batch.waiting > 0) {
    const since = batch.waitingSince ?? "";
    lines.push(["review", "WAITING", `${batch.waiting} images wait for a person since ${since}`]);
  }
  for (const base of batch.conflicts) {
    lines.push([base, "CONFLICT", "this inbox contains a folder of the same name"]);
  }
  lines.push(...batch.skipped.map(lineOf), ...refusedLines(batch), ...repairLines(batch));
  if (batch.acknowledgement) {
    const { at, by, note } = batch.acknowledgement;
    lines.unshift(["", "", `acknowledged by ${by ?? ""}, ${at}: ${note ?? ""}`]);
  }
  const last = batch.skipped.at(-1);
  if (last && batch.skippedCount > batch.skipped.length && batch.skipped.length === files) {
    const next = `errors ${batch.code} --after ${last.file} --files ${files}`;
    lines.push(["", "", `${total(batch)}; for more: ${next}`]);
  }
  return lines.length > 0 ? lines : [["", "", "no errors"]];
}

function refusedLines({ refused }: FaultyBatch): Line[] {
  return refused.map(({ image, target, code, reason }) => [
    `image ${image}`,
    code,
    `${target}: ${reason ?? ""}`,
  ]);
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
