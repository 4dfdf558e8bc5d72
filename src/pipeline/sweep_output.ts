import type { ClaimOf } from "../database/claims_of.ts";
import { listLeftovers, removeLeftover } from "../deliver/staged_folder.ts";

/**
 * Removes from an output directory what jobs left that died, or that wrote on after they were
 * taken over; an older output that one of them had moved aside goes back to its place. What the
 * database does not know, and what the latest claim of a Batch in work writes, stays. Returns
 * how many were removed.
 */
export async function sweepOutput(
  outputBase: string,
  claimsOf: (codes: readonly string[]) => Promise<readonly ClaimOf[]>,
): Promise<number> {
  const leftovers = listLeftovers(outputBase);
  if (leftovers.length === 0) return 0;
  const codes = [...new Set(leftovers.map(({ code }) => code))];
  const latest = new Map((await claimsOf(codes)).map((one) => [one.code, one]));
  const strays = leftovers.filter(({ code, claim }) => {
    const held = latest.get(code);
    return held && (held.claim > claim || (held.claim === claim && !held.isProcessing));
  });
  for (const { name } of strays) removeLeftover(outputBase, name);
  return strays.length;
}
