import { join } from "node:path";

/**
 * The folder a Batch's output is written to before it is whole: `<code>.tmp<claim>`, so that
 * the output obeys the inbox's own rule, and no two claims ever write to one place.
 */
export function stagedFolder(outputBase: string, code: string, claim: number): string {
  return join(outputBase, `${code}.tmp${claim}`);
}

/** Where an older output of the same Batch is moved to while it is replaced. */
export function replacedFolder(staged: string): string {
  return `${staged}-replaced`;
}

/** Removes what the jobs of a Batch before claim number `claim` left in the output directory. */
export function removeLeftovers(outputBase: string, code: string, claim: number): void {
  for (let earlier = 1; earlier < claim; earlier++) {
    const staged = stagedFolder(outputBase, code, earlier);
    removeFolder(staged);
    removeFolder(replacedFolder(staged));
  }
}

/** Removes a folder and all below it; one that is not there is fine. */
export function removeFolder(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
