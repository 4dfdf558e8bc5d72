import type { ClaimedBatch } from "../model/claim.ts";
import { setTimeout as pause } from "node:timers/promises";
import { isSameSurvey } from "../folder/survey_folder.ts";
import { folderGone, type FolderLook, lookAtFolder } from "./look_at_folder.ts";

/** A file system may round the time of a file up to the next second. */
const clockTickMs = 1000;

/** What a claimed Batch's folder looks like. */
export type BatchLook =
  | ({ readonly kind: "ready" } & FolderLook)
  | { readonly kind: "unsettled" | "inbox-missing" };

type BatchFolder = Pick<ClaimedBatch, "base" | "uid" | "settled">;

/** Looks at a folder; in a thread, if there are threads. */
export type LookAt<Place> = (place: Place) => Promise<FolderLook | undefined>;

const lookHere: LookAt<BatchFolder> = (place) => Promise.try(() => lookAtFolder(place));

/**
 * Checks whether a Batch's folder exists and is settled: it was renamed into place, or has not been
 * changed for `settleMs`. If files have a time in this machine's future, their age is unknown; the
 * folder is then observed for `settleMs`. Throws IntakeError FOLDER_GONE if the folder is missing
 * from an existing inbox. An inbox that does not exist (not mounted on this machine) proves nothing
 * about the folder.
 */
export async function lookAtBatch<Place extends BatchFolder>(
  batch: Place,
  settleMs: number,
  now: () => number = Date.now,
  lookAt: LookAt<Place> = lookHere,
): Promise<BatchLook> {
  const folder = await lookAt(batch);
  if (!folder) return { kind: "inbox-missing" };
  const ageMs = now() - folder.changedMs;
  const isSettled = batch.settled || ageMs >= settleMs ||
    (ageMs < -clockTickMs && await isStable(batch, folder, settleMs, lookAt));
  return isSettled ? { kind: "ready", ...folder } : { kind: "unsettled" };
}

/** Whether a Batch's folder is unchanged. Throws IntakeError FOLDER_GONE. */
export async function isAsSeen<Place extends BatchFolder>(
  batch: Place,
  before: FolderLook,
  lookAt: LookAt<Place> = lookHere,
): Promise<boolean> {
  const after = await lookAt(batch);
  if (!after) throw folderGone();
  return after.modifiedMs === before.modifiedMs && isSameSurvey(after, before);
}

async function isStable<Place extends BatchFolder>(
  batch: Place,
  seen: FolderLook,
  ms: number,
  lookAt: LookAt<Place>,
): Promise<boolean> {
  await pause(ms);
  return await isAsSeen(batch, seen, lookAt);
}
