import { join } from "node:path";
import type { AfterPolicy } from "../model/batch.ts";
import type { IntakeEvent } from "../model/event.ts";
import { exists } from "../system/paths.ts";
import {
  asidePath,
  forgetRemovals,
  isAside,
  putBack,
  readRemovals,
  type Removal,
  removeSurveyed,
  setAside,
  type SourcePlace,
  writeRemovals,
} from "./set_aside.ts";
import { type SurveyedEntry, surveyFolder, surveyText } from "./survey_folder.ts";

/** A source folder as it was when it was read. */
export interface SourceAsRead {
  /** {@link surveyText} of the folder; null if an older version of this program read it. */
  readonly survey: string | null;
  /** An earlier job read the folder and may have removed it. */
  readonly isResumed: boolean;
}

export interface SourceFolder extends SourceAsRead, SourcePlace {}

const changed = "the folder changed after it was read";
const lookAndRetry = "check the folder, then retry the Batch";
const checkAndRename =
  "check the folder and rename it; under a new name it is recorded automatically";

/**
 * Archives or deletes the source folder of a delivered Batch; a folder that does not exist is not
 * an error. The folder is renamed, surveyed under the new name, and disposed of only if the survey
 * equals what was read; only surveyed entries are removed. A folder that changed, or that the
 * operating system refuses to move, keeps its name and is reported. After a crash at any point the
 * same call completes or reverts the disposal. `onEntry` is called for each entry that is examined.
 * Returns whether the source no longer exists as far as this is known; a folder that then has its
 * name is another folder.
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
    // a changed folder is not renamed, so that its sender always finds it
    if (surveyText(surveyFolder(folder, onEntry)) !== source.survey) {
      yield source.isResumed
        ? kept(source, `${changed}, or is a different folder`, checkAndRename)
        : kept(source, changed, lookAndRetry);
      return source.isResumed; // an earlier job may have removed the source
    }
    setAside(source);
    return (yield* disposeOfAside(source, policy, onEntry)) ?? true;
  } catch (error) {
    yield refused(source, error instanceof Error ? error.name : "unknown");
    return false;
  }
}

/**
 * Renames back a folder that an earlier job had set aside and that this job must not dispose of.
 */
export function undoDisposal(source: SourcePlace): void {
  if (!isAside(source)) return;
  putBack(source);
  forgetRemovals(source);
}

/**
 * Disposes of a folder that was set aside, or renames it back. Returns undefined if it was disposed
 * of, otherwise whether the source no longer exists.
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
      switch (policy) {
        case "archive":
          archive(source);
          return undefined;
        case "delete":
          writeRemovals(source, entries);
          break;
        default: // another policy does not compile, so that it never deletes by omission
          return policy satisfies never;
      }
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

/** The entries of the folder that was set aside, if they equal what was read. */
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
  yield kept(source, changed, isSource ? lookAndRetry : checkAndRename);
  return !isSource;
}

/** Renames the folder back if entries could not be removed, or arrived during the removal. */
function* putBackRest(source: SourceFolder, removal: Removal): Generator<IntakeEvent, boolean> {
  putBack(source);
  forgetRemovals(source);
  if (removal.refusal !== undefined) {
    yield refused(source, removal.refusal);
    return removal.removed > 0;
  }
  yield kept(
    source,
    "files arrived or changed while the folder was deleted; they were kept",
    checkAndRename,
  );
  return true;
}

function kept({ code }: SourcePlace, reason: string, hint: string): IntakeEvent {
  return { name: "source.kept", level: "warn", batch: code, reason, hint };
}

function refused(source: SourcePlace, name: string): IntakeEvent {
  const hint = "grant the program's user write access to the inbox, or set AFTER=keep";
  return kept(source, `the operating system refused to move or delete the folder (${name})`, hint);
}

/** Moves a folder into `.archive` of its inbox; if its name exists there, a number is appended. */
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
