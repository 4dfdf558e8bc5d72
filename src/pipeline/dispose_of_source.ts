import { join } from "node:path";
import { exists } from "../exists.ts";
import { surveyFolder, surveyText } from "../folder/survey_folder.ts";
import type { News } from "../log.ts";

/** What happens to the source folder of a Batch that was delivered whole. */
export type AfterPolicy = "keep" | "archive" | "delete";

/** A source folder as it was when it was read. */
export interface SourceAsRead {
  /** {@link surveyText} of it; null when an older version of this program read it. */
  readonly survey: string | null;
  /** An earlier job read it, which may have taken it away. */
  readonly isResumed: boolean;
}

interface SourceFolder extends SourceAsRead {
  readonly base: string;
  readonly uid: string;
  readonly code: string;
}

/**
 * Archives or deletes the source folder of a delivered Batch; one that is gone already is
 * fine. One that changed since it was read, or that the operating system refuses, stays where
 * it is, and is news. Done again after a crash, it ends the same. Returns whether the source is
 * gone for all that is known: what then has its name is another folder.
 */
export function* disposeOfSource(
  source: SourceFolder,
  policy: Exclude<AfterPolicy, "keep">,
): Generator<News, boolean> {
  let isGone = false;
  try {
    if (policy === "delete") finishDeletion(source);
    const folder = join(source.base, source.uid);
    if (!exists(folder)) return exists(source.base);
    if (surveyText(surveyFolder(folder)) !== source.survey) {
      if (!source.isResumed) {
        yield kept(source, "it changed after it was read", "look at it, then retry the Batch");
        return false;
      }
      // an earlier job may have taken the source away, and another folder have come since
      const hint = "look at it, and rename it: under a name of its own it is taken by itself";
      yield kept(source, "it changed after it was read, or is another folder", hint);
      return true;
    }
    if (policy === "archive") archive(source);
    else moveAway(source);
    isGone = true;
    if (policy === "delete") finishDeletion(source);
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown";
    const hint = "give the program's user the right to write to the inbox, or set AFTER=keep";
    yield kept(source, `the operating system refuses (${name})`, hint);
  }
  return isGone;
}

function kept({ code }: SourceFolder, reason: string, hint: string): News {
  return { event: "source.kept", level: "warn", batch: code, reason, hint };
}

/** Renames a folder into `.archive` of its inbox; a number is added where its name is taken. */
function archive({ base, uid }: SourceFolder): void {
  const directory = join(base, ".archive");
  Deno.mkdirSync(directory, { recursive: true });
  if (Deno.lstatSync(directory).isSymlink) {
    throw new Deno.errors.NotADirectory(".archive is a link");
  }
  for (let copy = 0;; copy++) {
    const target = join(directory, copy === 0 ? uid : `${uid}.${copy}`);
    if (exists(target)) continue;
    Deno.renameSync(join(base, uid), target);
    return;
  }
}

/** Takes a folder out of the inbox at once, to be deleted then: nobody ever sees half of it. */
function moveAway(source: SourceFolder): void {
  Deno.renameSync(join(source.base, source.uid), goingPath(source));
}

function finishDeletion(source: SourceFolder): void {
  if (exists(goingPath(source))) Deno.removeSync(goingPath(source), { recursive: true });
}

/** Hidden, so that no scan takes it for a Batch. */
function goingPath({ base, code }: SourceFolder): string {
  return join(base, `.deleting-${code}`);
}
