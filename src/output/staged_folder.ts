import { dirname, join } from "node:path";
import type { LatestClaim } from "../model/batch.ts";
import { exists } from "../system/paths.ts";
import { syncDirectory } from "../system/write_and_sync.ts";

/**
 * The folder to which a Batch's output is written until it is complete: `<code>.tmp<claim>`. Thus
 * the output follows the inbox rule, and no two claims write to the same folder.
 */
export function stagedFolder(outputBase: string, code: string, claim: number): string {
  return join(outputBase, `${code}.tmp${claim}`);
}

/** The path to which an older output of the same Batch is moved while it is replaced. */
export function replacedFolder(staged: string): string {
  return `${staged}-replaced`;
}

/**
 * Removes what jobs with claims before `claim` left in the output directory. An older output that a
 * crashed job had moved away is moved back if its path is free.
 */
export function removeLeftovers(outputBase: string, code: string, claim: number): void {
  for (let earlier = 1; earlier < claim; earlier++) {
    removeLeftover(outputBase, `${code}.tmp${earlier}`);
    removeLeftover(outputBase, `${code}.tmp${earlier}-replaced`);
  }
}

/** A folder in the output directory that exists only while a job is running. */
export interface Leftover {
  readonly name: string;
  readonly code: string;
  readonly claim: number;
}

/** Lists the folders in an output directory that belong to running or crashed jobs. */
function listLeftovers(outputBase: string): Leftover[] {
  return [...Deno.readDirSync(outputBase)].flatMap(({ name }) => {
    const [, code, claim] = /^(B-[0-9A-Z]+)\.tmp(\d+)(?:-replaced|-discarded)?$/.exec(name) ?? [];
    return code && claim ? [{ name, code, claim: Number(claim) }] : [];
  });
}

/** Removes what a crashed job left, or moves it back; see {@link removeLeftovers}. */
function removeLeftover(outputBase: string, name: string): void {
  const path = join(outputBase, name);
  if (name.endsWith("-replaced")) restoreOutput(path, path.replace(/\.tmp\d+-replaced$/, ""));
  else discard(path);
}

/**
 * Renames a folder, then removes it: a worker that has lost its lease and does not know yet may
 * still be writing there.
 */
function discard(path: string): void {
  const discarded = path.endsWith("-discarded") ? path : `${path}-discarded`;
  if (path !== discarded && exists(path)) {
    removeFolder(discarded);
    Deno.renameSync(path, discarded);
  }
  removeFolder(discarded);
}

function restoreOutput(replaced: string, destination: string): void {
  if (!exists(replaced)) return;
  if (exists(destination)) removeFolder(replaced);
  else Deno.renameSync(replaced, destination);
}

/** Removes a folder with its content, if it exists. */
export function removeFolder(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Rethrows the error; if the disk is full, removes the staged folder first to free its space. */
export function freeSpaceAndRethrow(error: unknown, staged: string): never {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT") removeFolder(staged);
  throw error;
}

/**
 * Renames a durable staged folder `<code>.tmp<claim>` to `<code>` and makes the rename durable. An
 * older output of the same Batch is replaced as a whole: a reader sees the old folder, briefly no
 * folder, or the new one, but never a mixture.
 */
export async function placeFolder(staged: string, destination: string): Promise<void> {
  const replaced = moveAway(staged, destination);
  try {
    Deno.renameSync(staged, destination);
  } catch (error) {
    if (replaced) Deno.renameSync(replaced, destination);
    throw error;
  }
  await syncDirectory(dirname(destination));
  if (replaced) removeFolder(replaced);
}

/** Removes the older output of a Batch that was processed again and from which no image passed. */
export async function withdrawFolder(staged: string, destination: string): Promise<void> {
  const replaced = moveAway(staged, destination);
  if (!replaced) return;
  await syncDirectory(dirname(destination));
  removeFolder(replaced);
}

/** Renames an older output and returns its new path; undefined if it does not exist. */
function moveAway(staged: string, destination: string): string | undefined {
  const replaced = replacedFolder(staged);
  try {
    Deno.renameSync(destination, replaced);
    return replaced;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Removes empty directories below a folder, which remain after images were removed. */
export function removeEmptyFolders(folder: string): void {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (!isDirectory) continue;
    const directory = join(folder, name);
    removeEmptyFolders(directory);
    if (Deno.readDirSync(directory)[Symbol.iterator]().next().done) Deno.removeSync(directory);
  }
}

/**
 * Removes staged folders from an output directory: those of crashed jobs, and of jobs that
 * continued to write after they had lost their lease. An older output that such a job had moved
 * aside is restored. The staged folder of a Batch is kept if the database does not know the Batch,
 * or if the folder belongs to the latest claim of a Batch that is being processed. Returns the
 * number of removed folders.
 */
export async function sweepOutput(
  outputBase: string,
  latestClaims: (codes: readonly string[]) => Promise<readonly LatestClaim[]>,
): Promise<number> {
  const leftovers = listLeftovers(outputBase);
  if (leftovers.length === 0) return 0;
  const codes = [...new Set(leftovers.map(({ code }) => code))];
  const latest = new Map((await latestClaims(codes)).map((one) => [one.code, one]));
  const strays = leftovers.filter(({ code, claim }) => {
    const claimed = latest.get(code);
    return claimed &&
      (claimed.claim > claim || (claimed.claim === claim && !claimed.isProcessing));
  });
  for (const { name } of strays) removeLeftover(outputBase, name);
  return strays.length;
}
