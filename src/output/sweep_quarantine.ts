import { join } from "node:path";
import { namesIn } from "../system/pooled_files.ts";
import { systemCode } from "../system/system_code.ts";
import { originalName, thumbnailName, wordsName } from "./quarantine.ts";

/**
 * Deletes what is not needed in the folder of a Batch in the quarantine: the copies and thumbnails
 * of all originals except for those in `needed` (SHA-256), files that were not completed, and the
 * words if nothing is needed. The caller makes sure that no job of this Batch runs elsewhere.
 */
export async function clearQuarantine(
  directory: string,
  code: string,
  needed: ReadonlySet<string>,
): Promise<void> {
  const folder = join(directory, code);
  try {
    const names = await namesIn(folder);
    const strays = straysOf(names, needed);
    for (const name of strays) await Deno.remove(join(folder, name));
    if (strays.length === names.length) await Deno.remove(folder);
  } catch (error) {
    // a worker that has lost its lease, and does not know yet, may still be writing there
    if (!(error instanceof Deno.errors.NotFound) && systemCode(error) !== "ENOTEMPTY") throw error;
  }
}

/** A copy that was made without a review (setting QUARANTINE), which the site deletes. */
const held = /^\d{1,10}\.dcm$/;

function straysOf(names: readonly string[], needed: ReadonlySet<string>): string[] {
  const kept = new Set([...needed].flatMap((one) => [originalName(one), thumbnailName(one)]));
  if (needed.size > 0) kept.add(wordsName);
  return names.filter((name) => !kept.has(name) && !held.test(name));
}

/** What the catalogue knows about the originals of Batches. */
export interface OriginalsInCatalogue {
  /** The originals that are needed, by Batch: only Batches that it knows and no job processes. */
  readonly ofIdle: (codes: readonly string[]) => Promise<ReadonlyMap<string, ReadonlySet<string>>>;
  /**
   * Calls `clear` with the originals of a Batch that are needed, while no job can claim it. Does
   * nothing if a job processes it.
   */
  readonly whileIdle: (
    code: string,
    clear: (needed: ReadonlySet<string>) => Promise<void>,
  ) => Promise<void>;
}

const codesAtOnce = 200;

/**
 * Deletes what crashed jobs left in the quarantine, of all Batches, or of those with these codes:
 * what no row of the catalogue needs. Nothing is deleted of a Batch that is being processed, whose
 * job may just have written it and clears its folder at its end; nor of a Batch that the catalogue
 * does not know. Any number of processes may do this at the same time.
 */
export async function sweepQuarantine(
  directory: string,
  catalogue: OriginalsInCatalogue,
  codes?: readonly string[],
): Promise<void> {
  const found = codes ?? (await namesOf(directory)).filter((name) => /^B-[0-9A-Z]+$/.test(name));
  for (let from = 0; from < found.length; from += codesAtOnce) {
    const names = new Map<string, readonly string[]>();
    for (const code of found.slice(from, from + codesAtOnce)) {
      const ofBatch = await namesOf(join(directory, code));
      if (straysOf(ofBatch, new Set()).length > 0) names.set(code, ofBatch);
    }
    if (names.size === 0) continue;
    for (const [code, needed] of await catalogue.ofIdle([...names.keys()])) {
      const strays = straysOf(names.get(code) ?? [], needed);
      if (strays.length === 0) continue;
      await catalogue.whileIdle(code, (now) => clearQuarantine(directory, code, now));
    }
  }
}

/** The names in a directory; none if it does not exist. */
async function namesOf(directory: string): Promise<string[]> {
  try {
    return await namesIn(directory);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
