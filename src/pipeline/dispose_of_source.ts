import { join } from "node:path";
import type { News } from "../log.ts";

/** What happens to the source folder of a Batch that was delivered whole. */
export type AfterPolicy = "keep" | "archive" | "delete";

interface SourceFolder {
  readonly base: string;
  readonly uid: string;
  readonly code: string;
}

/**
 * Archives or deletes the source folder of a delivered Batch; one that is gone already is
 * fine. A refusal by the operating system leaves the folder where it is, and is news.
 */
export function* disposeOfSource(
  source: SourceFolder,
  policy: Exclude<AfterPolicy, "keep">,
): Generator<News> {
  try {
    if (policy === "archive") archive(source);
    else Deno.removeSync(join(source.base, source.uid), { recursive: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    const what = policy === "archive" ? "archived" : "deleted";
    yield {
      ...{ event: "source.kept", level: "warn", batch: source.code },
      reason: `the source folder could not be ${what} (${
        error instanceof Error ? error.name : "unknown"
      })`,
      hint: "give the program's user the right to write to the inbox, or set AFTER=keep",
    };
  }
}

/** Renames a folder into `.archive` of its inbox; a number is added where its name is taken. */
function archive({ base, uid }: SourceFolder): void {
  const directory = join(base, ".archive");
  Deno.mkdirSync(directory, { recursive: true });
  for (let copy = 0;; copy++) {
    const target = join(directory, copy === 0 ? uid : `${uid}.${copy}`);
    if (exists(target)) continue;
    Deno.renameSync(join(base, uid), target);
    return;
  }
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
