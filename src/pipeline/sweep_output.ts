import type { LatestClaim } from "../database/latest_claims.ts";
import { listLeftovers, removeLeftover } from "../deliver/staged_folder.ts";

/**
 * Removes the staged folders of crashed jobs, and of jobs that continued to write after they had
 * lost their lease, from an output directory; an older output that such a job had moved aside is
 * restored. Staged folders of Batches that the database does not know, and of the latest claim of a
 * Batch that is being processed, are kept. Returns how many were removed.
 */
export async function sweepOutput(
  outputBase: string,
  latestClaims: (codes: readonly string[]) => Promise<readonly LatestClaim[]>,
): Promise<number> {
  const leftovers = listLeftovers(outputBase);
  if (leftovers.length === 0) return 0;
  const codes = [...new Set(leftovers.map(({ code }) => code))];
  const latest = new Map((await latestClaims(codes)).map((one) => [one.code, one]));
  const strays = leftovers.filter(({ code, claim }) => {
    const claimed = latest.get(code);
    return claimed &&
      (claimed.claim > claim || (claimed.claim === claim && !claimed.isProcessing));
  });
  for (const { name } of strays) removeLeftover(outputBase, name);
  return strays.length;
}
