import { join } from "node:path";
import { exists } from "../exists.ts";

/**
 * The folder a Batch's output is written to before it is whole: `<code>.tmp<claim>`, so that
 * the output obeys the inbox's own rule, and no two claims ever write to one place.
 */
export function stagedFolder(outputBase: string, code: string, claim: number): string {
  return join(outputBase, `${code}.tmp${claim}`);
}

/** Where an older output of the same Batch is moved to while it is replaced. */
export function replacedFolder(staged: string): string {
  return `${staged}-replaced`;
}

/**
 * Removes what the jobs of a Batch before claim number `claim` left in the output directory. An
 * older output that a dead job had moved aside goes back to its place when nothing stands there.
 */
export function removeLeftovers(outputBase: string, code: string, claim: number): void {
  for (let earlier = 1; earlier < claim; earlier++) {
    removeLeftover(outputBase, `${code}.tmp${earlier}`);
    removeLeftover(outputBase, `${code}.tmp${earlier}-replaced`);
  }
}

/** A name in the output directory that only a job uses while it works. */
export interface Leftover {
  readonly name: string;
  readonly code: string;
  readonly claim: number;
}

/** Everything in an output directory that belongs to jobs, living or dead. */
export function listLeftovers(outputBase: string): Leftover[] {
  return [...Deno.readDirSync(outputBase)].flatMap(({ name }) => {
    const [, code, claim] = /^(B-[0-9A-Z]+)\.tmp(\d+)(?:-replaced|-discarded)?$/.exec(name) ?? [];
    return code && claim ? [{ name, code, claim: Number(claim) }] : [];
  });
}

/** Removes what a dead job left, or puts it back: see {@link removeLeftovers}. */
export function removeLeftover(outputBase: string, name: string): void {
  const path = join(outputBase, name);
  if (name.endsWith("-replaced")) restoreOutput(path, path.replace(/\.tmp\d+-replaced$/, ""));
  else discard(path);
}

/**
 * Takes a folder away by one rename, then removes it: a worker that was taken over and does not
 * know yet may still be writing there.
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

/** Removes a folder and all below it; one that is not there is fine. */
export function removeFolder(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Throws the error again; a file system that is full gets the room of a staged folder back. */
export function freeDiskSpace(error: unknown, staged: string): never {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT") removeFolder(staged);
  throw error;
}
