import type { Cost } from "./cost.ts";

/** Something that takes every file below `source/1` and `source/2` into a new `destination`. */
export interface Contender {
  readonly name: string;
  /** What is missing, when it cannot run here; undefined when it can. */
  readonly missing?: () => string | undefined;
  readonly run: (source: string, destination: string) => Promise<Cost>;
}

/** Which of these files are not there, as `missing` wants it said. */
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
