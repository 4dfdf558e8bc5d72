import { setTimeout as pause } from "node:timers/promises";
import { folderGone, type FolderLook, lookAtFolder } from "../../folder/look_at_folder.ts";
import { isSameSurvey } from "../../folder/survey_folder.ts";
import type { ClaimedBatch, Job } from "../../model/batch.ts";
import type { IntakeEvent } from "../../model/event.ts";
import { removeLeftovers } from "../../output/staged_folder.ts";
import { identifyDirectory } from "../../system/paths.ts";
import type { AdmissionPorts, RowPorts, SourcePorts } from "../job_ports.ts";
import { type Found, type JobRun, type OutputBase, sourceOf } from "../job_run.ts";

/**
 * Bounds of the delay of a Batch that waits for disk space: a quarter of the time it has waited.
 */
const [minDelaySeconds, maxDelaySeconds] = [2, 60];

/** The clock of file systems is up to this much behind that of processes. */
const clockGrainMs = 20;
/** A file system may round file times up to the next second. */
const clockTickMs = 1000;

/** What step `look` needs. */
export interface LookPorts extends OutputBase {
  readonly source: Pick<SourcePorts, "folders" | "settleMs" | "after">;
  readonly admission: AdmissionPorts;
  readonly row: Pick<RowPorts, "release">;
}

/**
 * Checks that the folder is settled and reserves disk space for its output. Otherwise the Batch is
 * released. Throws IntakeError FOLDER_GONE, TOO_LARGE.
 */
export async function* lookAtSource(
  { job, ports }: JobRun<LookPorts>,
): AsyncGenerator<IntakeEvent, Found | "postponed"> {
  // a database that was restored from a backup assigns claim numbers again
  await removeLeftovers(ports.output.base, job.code, job.claim + 1);
  const inbox = await identifyDirectory(job.base);
  const look = await lookAtTellingTime(job, ports);
  if (look.kind !== "ready") {
    yield await postpone(job, ports, look.kind);
    return "postponed";
  }
  const waited = await ports.admission.admit(job, look);
  if (waited !== "admitted") {
    yield await defer(job, ports, look.bytes, waited);
    return "postponed";
  }
  return { folder: look, inbox };
}

/**
 * Looks at the folder. A folder that may be disposed of is not read in the second of its latest
 * change: times of changes are known to the second, so that a later change in the same second,
 * of a file whose size and own time stay the same, would not be noticed.
 */
async function lookAtTellingTime(job: Job, ports: LookPorts): Promise<BatchLook> {
  const { folders, settleMs, after } = ports.source;
  const look = (): Promise<BatchLook> =>
    lookAtBatch(job, settleMs, Date.now, (batch) => folders.ask("look", sourceOf(batch)));
  const first = await look();
  if (after === "keep" || first.kind !== "ready") return first;
  const nextSecond = (Math.floor(first.changedMs / 1000) + 1) * 1000 + clockGrainMs;
  const waitMs = nextSecond - Date.now();
  if (waitMs <= 0) return first;
  await pause(Math.min(waitMs, 2 * clockTickMs));
  return await look();
}

/** Releases a Batch that does not fit on the disk now, so that smaller ones are processed first. */
export async function defer(
  job: Job,
  ports: Pick<LookPorts, "admission">,
  bytes: number,
  waitedSeconds: number,
): Promise<IntakeEvent> {
  const delay = Math.min(Math.max(minDelaySeconds, waitedSeconds / 4), maxDelaySeconds);
  await ports.admission.defer(job, delay);
  const isNew = waitedSeconds < minDelaySeconds / 2;
  return {
    name: "batch.postponed",
    level: isNew ? "warn" : "debug",
    batch: job.code,
    bytes,
    code: "NO_ROOM",
    hint: "it continues automatically when OUTPUT_BASE and STATE_DIR have enough free space",
  };
}

/** The state of a claimed Batch's folder. */
export type BatchLook =
  | ({ readonly kind: "ready" } & FolderLook)
  | { readonly kind: "unsettled" | "inbox-missing" };

type BatchFolder = Pick<ClaimedBatch, "base" | "uid" | "settled">;

/** Examines a folder, in a folder thread if there is one. */
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

const waitCodes = {
  "unsettled": "UNSETTLED",
  "changed": "CHANGED_WHILE_READ",
  "inbox-missing": "INBOX_MISSING",
} as const;

/** What releasing a Batch that cannot be read yet needs. */
export interface PostponePorts {
  readonly source: Pick<SourcePorts, "settleMs">;
  readonly row: Pick<RowPorts, "release">;
}

/** Releases a Batch that cannot be read yet; the longer it keeps changing, the longer the delay. */
export async function postpone(
  job: Job,
  ports: PostponePorts,
  why: keyof typeof waitCodes,
): Promise<IntakeEvent> {
  const settle = ports.source.settleMs / 1000;
  const wait = Math.min(Math.max(settle, job.ageSeconds / 2), settle * 5);
  await ports.row.release(job, wait);
  const level = why === "unsettled" ? "debug" : "warn";
  return { name: "batch.postponed", level, batch: job.code, code: waitCodes[why] };
}
