import type { AfterPolicy } from "../model/policy.ts";
import { join } from "node:path";
import { exists } from "../exists.ts";
import { type Removal, removeSurveyed } from "../folder/remove_surveyed.ts";
import {
  asidePath,
  forgetRemovals,
  isAside,
  putBack,
  readRemovals,
  setAside,
  type SourcePlace,
  writeRemovals,
} from "../folder/set_aside.ts";
import { type SurveyedEntry, surveyFolder, surveyText } from "../folder/survey_folder.ts";
import type { IntakeEvent } from "../model/event.ts";

/** A source folder as it was when it was read. */
export interface SourceAsRead {
  /** {@link surveyText} of it; null when an older version of this program read it. */
  readonly survey: string | null;
  /** An earlier job read it, which may have taken it away. */
  readonly isResumed: boolean;
}

export interface SourceFolder extends SourceAsRead, SourcePlace {}

const changed = "it changed after it was read";
const lookAndRetry = "look at it, then retry the Batch";
const takenUnderOwnName =
  "look at it, and rename it: under a name of its own it is taken by itself";

/**
 * Archives or deletes the source folder of a delivered Batch; one that is gone already is fine.
 * The folder is set aside by a rename, surveyed there, and disposed of only if the survey equals
 * what was read, and only what was surveyed is removed. A folder that changed, or that the
 * operating system refuses to move, stays under its name, and this is reported. After a crash at
 * any point the same call finishes or undoes what was started. `onEntry` is called as entries are
 * looked at. Returns whether the source is gone for all that is known: what then has its name is
 * another folder.
 */
export function* disposeOfSource(
  source: SourceFolder,
  policy: Exclude<AfterPolicy, "keep">,
  onEntry: () => void = () => {},
): Generator<IntakeEvent, boolean> {
  try {
    if (isAside(source)) {
      const isGone = yield* disposeOfAside(source, policy, onEntry);
      if (isGone !== undefined) return isGone;
    }
    forgetRemovals(source);
    const folder = join(source.base, source.uid);
    if (!exists(folder)) return exists(source.base);
    // a folder that has changed is not hidden from its sender at all
    if (surveyText(surveyFolder(folder, onEntry)) !== source.survey) {
      yield source.isResumed
        ? kept(source, `${changed}, or is another folder`, takenUnderOwnName)
        : kept(source, changed, lookAndRetry);
      return source.isResumed; // an earlier job may have taken the source away
    }
    setAside(source);
    return (yield* disposeOfAside(source, policy, onEntry)) ?? true;
  } catch (error) {
    yield refused(source, error instanceof Error ? error.name : "unknown");
    return false;
  }
}

/** Puts a folder back that an earlier job had set aside and this one is not to dispose of. */
export function undoDisposal(source: SourcePlace): void {
  if (!isAside(source)) return;
  putBack(source);
  forgetRemovals(source);
}

/**
 * Disposes of a folder that stands aside, or puts it back. Returns whether the source is gone if
 * anything is left to be said of it, undefined when it was disposed of.
 */
function* disposeOfAside(
  source: SourceFolder,
  policy: Exclude<AfterPolicy, "keep">,
  onEntry: () => void,
): Generator<IntakeEvent, boolean | undefined> {
  try {
    let entries = readRemovals(source);
    if (entries === undefined) {
      entries = surveyed(source, onEntry);
      if (entries === undefined) return yield* putBackChanged(source);
      if (policy === "archive") {
        archive(source);
        return undefined;
      }
      writeRemovals(source, entries);
    }
    const removal = removeSurveyed(asidePath(source), entries, onEntry);
    if (!exists(asidePath(source))) {
      forgetRemovals(source);
      return undefined;
    }
    return yield* putBackRest(source, removal);
  } catch (error) {
    if (isAside(source)) putBack(source);
    throw error;
  }
}

/** What stands aside, if it is what was read. */
function surveyed(source: SourceFolder, onEntry: () => void): SurveyedEntry[] | undefined {
  const entries: SurveyedEntry[] = [];
  const survey = surveyFolder(asidePath(source), (entry) => {
    entries.push(entry);
    onEntry();
  });
  return surveyText(survey) === source.survey ? entries : undefined;
}

function* putBackChanged(source: SourceFolder): Generator<IntakeEvent, boolean> {
  const isSource = putBack(source) === source.uid;
  yield kept(source, changed, isSource ? lookAndRetry : takenUnderOwnName);
  return !isSource;
}

/** Shows what could not be removed, or had come while the rest was. */
function* putBackRest(source: SourceFolder, removal: Removal): Generator<IntakeEvent, boolean> {
  putBack(source);
  forgetRemovals(source);
  if (removal.refusal !== undefined) {
    yield refused(source, removal.refusal);
    return removal.removed > 0;
  }
  yield kept(
    source,
    "files came or changed while it was deleted; they are left",
    takenUnderOwnName,
  );
  return true;
}

function kept({ code }: SourcePlace, reason: string, hint: string): IntakeEvent {
  return { name: "source.kept", level: "warn", batch: code, reason, hint };
}

function refused(source: SourcePlace, name: string): IntakeEvent {
  const hint = "give the program's user the right to write to the inbox, or set AFTER=keep";
  return kept(source, `the operating system refuses (${name})`, hint);
}

/** Renames a folder into `.archive` of its inbox; a number is added where its name is taken. */
function archive(source: SourcePlace): void {
  const directory = join(source.base, ".archive");
  Deno.mkdirSync(directory, { recursive: true });
  if (Deno.lstatSync(directory).isSymlink) {
    throw new Deno.errors.NotADirectory(".archive is a link");
  }
  for (let copy = 0;; copy++) {
    const target = join(directory, copy === 0 ? source.uid : `${source.uid}.${copy}`);
    if (exists(target)) continue;
    Deno.renameSync(asidePath(source), target);
    return;
  }
}
