import { join } from "node:path";
import { exists } from "../exists.ts";

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
export function listLeftovers(outputBase: string): Leftover[] {
  return [...Deno.readDirSync(outputBase)].flatMap(({ name }) => {
    const [, code, claim] = /^(B-[0-9A-Z]+)\.tmp(\d+)(?:-replaced|-discarded)?$/.exec(name) ?? [];
    return code && claim ? [{ name, code, claim: Number(claim) }] : [];
  });
}

/** Removes what a crashed job left, or moves it back; see {@link removeLeftovers}. */
export function removeLeftover(outputBase: string, name: string): void {
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
