import type { Cost } from "./cost.ts";

/** A program that processes every file below `source/1` and `source/2` into a new `destination`. */
export interface Contender {
  readonly name: string;
  /** What must be installed before it can run here; undefined if nothing is missing. */
  readonly missing?: () => string | undefined;
  readonly run: (source: string, destination: string) => Promise<Cost>;
}

/** The names of those files that do not exist, for the result of `missing`. */
export function missingFiles(...paths: readonly string[]): string | undefined {
  const absent = paths.filter((path) => !isThere(path));
  return absent.length === 0 ? undefined : absent.join(", ");
}

function isThere(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
