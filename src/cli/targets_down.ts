import { table } from "./table.ts";

/** A target that is down, and why. */
interface TargetDown {
  readonly name: string;
  readonly waiting: number;
  readonly errorCode: string | null;
  readonly errorReason: string | null;
}

/** Targets that are down: their Batches have no error, and wait. */
export function formatTargets(down: readonly TargetDown[]): string {
  if (down.length === 0) return "";
  const rows = down.map((target) => [
    target.name,
    String(target.waiting),
    target.errorCode ?? "",
    target.errorReason ?? "",
  ]);
  return table(["target that is down", "Batches that wait", "code", "reason"], rows);
}
