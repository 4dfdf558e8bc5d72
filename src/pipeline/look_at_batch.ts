import type { ClaimedBatch } from "../model/claim.ts";
import { setTimeout as pause } from "node:timers/promises";
import { isSameSurvey } from "../folder/survey_folder.ts";
import { folderGone, type FolderLook, lookAtFolder } from "./look_at_folder.ts";

/** The time of a file can be rounded up to the next second. */
const clockTickMs = 1000;

/** What the disk shows of a claimed Batch. */
export type BatchLook =
  | ({ readonly kind: "ready" } & FolderLook)
  | { readonly kind: "unsettled" | "inbox-missing" };

type BatchFolder = Pick<ClaimedBatch, "base" | "uid" | "settled">;

/** How a folder is looked at: by a thread, where there are threads. */
export type LookAt<Place> = (place: Place) => Promise<FolderLook | undefined>;

const lookHere: LookAt<BatchFolder> = (place) => Promise.try(() => lookAtFolder(place));

/**
 * Looks whether a Batch's folder is there and settled: renamed into place, or not touched for
 * `settleMs`. Files that are younger than this machine's clock are watched for that long instead,
 * for no clock can say when they will be old. A folder that is gone while its inbox is there
 * throws IntakeError FOLDER_GONE; an inbox that is not there (not mounted on this machine) says
 * nothing about the folder.
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
    (ageMs < -clockTickMs && await staysAsItIs(batch, folder, settleMs, lookAt));
  return isSettled ? { kind: "ready", ...folder } : { kind: "unsettled" };
}

/** Whether a Batch's folder is as it was seen. Throws IntakeError FOLDER_GONE. */
export async function isAsSeen<Place extends BatchFolder>(
  batch: Place,
  before: FolderLook,
  lookAt: LookAt<Place> = lookHere,
): Promise<boolean> {
  const after = await lookAt(batch);
  if (!after) throw folderGone();
  return after.modifiedMs === before.modifiedMs && isSameSurvey(after, before);
}

async function staysAsItIs<Place extends BatchFolder>(
  batch: Place,
  seen: FolderLook,
  ms: number,
  lookAt: LookAt<Place>,
): Promise<boolean> {
  await pause(ms);
  return await isAsSeen(batch, seen, lookAt);
}
