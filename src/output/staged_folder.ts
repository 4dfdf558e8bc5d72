import { dirname, join } from "node:path";
import type { LatestClaim } from "../model/batch.ts";
import { isThere, namesIn } from "../system/pooled_files.ts";
import { systemCode } from "../system/system_code.ts";
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
export async function removeLeftovers(
  outputBase: string,
  code: string,
  claim: number,
): Promise<void> {
  for (let earlier = 1; earlier < claim; earlier++) {
    await removeLeftover(outputBase, `${code}.tmp${earlier}`);
    await removeLeftover(outputBase, `${code}.tmp${earlier}-replaced`);
  }
}

/** A folder in the output directory that exists only while a job is running. */
export interface Leftover {
  readonly name: string;
  readonly code: string;
  readonly claim: number;
}

/** Lists the folders in an output directory that belong to running or crashed jobs. */
async function listLeftovers(outputBase: string): Promise<Leftover[]> {
  return (await namesIn(outputBase)).flatMap((name) => {
    const [, code, claim] = /^(B-[0-9A-Z]+)\.tmp(\d+)(?:-replaced|-discarded)?$/.exec(name) ?? [];
    return code && claim ? [{ name, code, claim: Number(claim) }] : [];
  });
}

/** Removes what a crashed job left, or moves it back; see {@link removeLeftovers}. */
async function removeLeftover(outputBase: string, name: string): Promise<void> {
  const path = join(outputBase, name);
  if (name.endsWith("-replaced")) await restoreOutput(path, path.replace(/\.tmp\d+-replaced$/, ""));
  else await discard(path);
}

/**
 * Renames a folder, then removes it: a worker that has lost its lease and does not know yet may
 * still be writing there.
 */
async function discard(path: string): Promise<void> {
  const discarded = path.endsWith("-discarded") ? path : `${path}-discarded`;
  if (path !== discarded && await isThere(path)) {
    await removeFolder(discarded);
    await Deno.rename(path, discarded);
  }
  await removeFolder(discarded);
}

async function restoreOutput(replaced: string, destination: string): Promise<void> {
  if (!await isThere(replaced)) return;
  if (await isThere(destination)) await removeFolder(replaced);
  else await Deno.rename(replaced, destination);
}

/** Removes a folder with its content, if it exists. */
export async function removeFolder(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Rethrows the error; if the disk is full, removes the staged folder first to free its space. */
export async function freeSpaceAndRethrow(error: unknown, staged: string): Promise<never> {
  const code = systemCode(error);
  if (code === "ENOSPC" || code === "EDQUOT") await removeFolder(staged);
  throw error;
}

/**
 * Renames a durable staged folder `<code>.tmp<claim>` to `<code>` and makes the rename durable. An
 * older output of the same Batch is replaced as a whole: a reader sees the old folder, briefly no
 * folder, or the new one, but never a mixture.
 */
export async function placeFolder(staged: string, destination: string): Promise<void> {
  const replaced = await moveAway(staged, destination);
  try {
    await Deno.rename(staged, destination);
  } catch (error) {
    if (replaced) await Deno.rename(replaced, destination);
    throw error;
  }
  await syncDirectory(dirname(destination));
  if (replaced) await removeFolder(replaced);
}

/** Removes the older output of a Batch that was processed again and from which no image passed. */
export async function withdrawFolder(staged: string, destination: string): Promise<void> {
  const replaced = await moveAway(staged, destination);
  if (!replaced) return;
  await syncDirectory(dirname(destination));
  await removeFolder(replaced);
}

/** Renames an older output and returns its new path; undefined if it does not exist. */
async function moveAway(staged: string, destination: string): Promise<string | undefined> {
  const replaced = replacedFolder(staged);
  try {
    await Deno.rename(destination, replaced);
    return replaced;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Removes empty directories below a folder, which remain after images were removed. */
export async function removeEmptyFolders(folder: string): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory) continue;
    const directory = join(folder, name);
    await removeEmptyFolders(directory);
    if ((await namesIn(directory)).length === 0) await Deno.remove(directory);
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
  const leftovers = await listLeftovers(outputBase);
  if (leftovers.length === 0) return 0;
  const codes = [...new Set(leftovers.map(({ code }) => code))];
  const latest = new Map((await latestClaims(codes)).map((one) => [one.code, one]));
  const strays = leftovers.filter(({ code, claim }) => {
    const claimed = latest.get(code);
    return claimed &&
      (claimed.claim > claim || (claimed.claim === claim && !claimed.isProcessing));
  });
  for (const { name } of strays) await removeLeftover(outputBase, name);
  return strays.length;
}
