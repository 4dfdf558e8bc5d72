import { join } from "node:path";
import { exists } from "../folder/exists.ts";
import { lastModified } from "../folder/last_modified.ts";
import type { News } from "../log.ts";

/** What happens to the source folder of a Batch that was delivered whole. */
export type AfterPolicy = "keep" | "archive" | "delete";

interface SourceFolder {
  readonly base: string;
  readonly uid: string;
  readonly code: string;
  /** The folder's last modification when it was read. */
  readonly modifiedMs: number;
}

/**
 * Archives or deletes the source folder of a delivered Batch; one that is gone already is
 * fine. One that changed since it was read, or that the operating system refuses, stays where
 * it is, and is news. Done again after a crash, it ends the same.
 */
export function* disposeOfSource(
  source: SourceFolder,
  policy: Exclude<AfterPolicy, "keep">,
): Generator<News> {
  try {
    if (policy === "delete") finishDeletion(source);
    const modifiedMs = lastModified(join(source.base, source.uid));
    if (modifiedMs === undefined) return;
    if (modifiedMs !== source.modifiedMs) {
      yield kept(source, "it changed after it was read", "look at it, then retry the Batch");
      return;
    }
    if (policy === "archive") archive(source);
    else deleteWhole(source);
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown";
    const hint = "give the program's user the right to write to the inbox, or set AFTER=keep";
    yield kept(source, `the operating system refuses (${name})`, hint);
  }
}

function kept({ code }: SourceFolder, reason: string, hint: string): News {
  return { event: "source.kept", level: "warn", batch: code, reason, hint };
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

/** Takes a folder out of the inbox at once, then deletes it: nobody ever sees half of it. */
function deleteWhole(source: SourceFolder): void {
  Deno.renameSync(join(source.base, source.uid), goingPath(source));
  finishDeletion(source);
}

function finishDeletion(source: SourceFolder): void {
  if (exists(goingPath(source))) Deno.removeSync(goingPath(source), { recursive: true });
}

/** Hidden, so that no scan takes it for a Batch. */
function goingPath({ base, code }: SourceFolder): string {
  return join(base, `.deleting-${code}`);
}
