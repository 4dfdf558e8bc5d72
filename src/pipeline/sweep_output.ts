import type { LatestClaim } from "../database/latest_claims.ts";
import { listLeftovers, removeLeftover } from "../deliver/staged_folder.ts";

/**
 * Removes staged folders from an output directory: those of crashed jobs, and of jobs that
 * continued to write after they had lost their lease. An older output that such a job had moved
 * aside is restored. The staged folder of a Batch is kept if the database does not know the Batch,
 * or if the folder belongs to the latest claim of a Batch that is being processed. Returns the
 * number of removed folders.
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
