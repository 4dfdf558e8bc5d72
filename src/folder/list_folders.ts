import { join } from "node:path";
import { isFinished } from "./is_finished.ts";
import { isUtf8Name } from "./is_utf8_name.ts";
import { lastModifiedAsync } from "./last_modified.ts";

/** Folders of an inbox that are looked at side by side. */
const looksAtOnce = 16;

/** A finished folder as it was found in a base. */
export interface Folder {
  /** Absolute path of the inbox that holds it. */
  readonly base: string;
  /** The folder's name: its Batch's uid. */
  readonly uid: string;
  /** {@link lastModified}, in milliseconds since the epoch. */
  readonly modifiedMs: number;
  /** It arrived by a rename, so its sender says that it is complete. */
  readonly settled: boolean;
}

/**
 * Lists the finished folders of a base in windows of at most `windowSize`; links,
 * files, hidden folders and those `isPassedOver` names are left out. Throws Deno's error
 * when the base itself cannot be listed.
 */
export async function* listFolders(
  base: string,
  windowSize = 2000,
  isPassedOver: (name: string) => boolean = () => false,
): AsyncGenerator<Folder[]> {
  let window: Promise<Folder | undefined>[] = [];
  for await (const entry of Deno.readDir(base)) {
    if (!entry.isDirectory || !isFinished(entry.name) || isPassedOver(entry.name)) continue;
    window.push(lookAtFolder(base, entry.name));
    if (window.length % looksAtOnce === 0) await Promise.all(window.slice(-looksAtOnce));
    if (window.length < windowSize) continue;
    yield await found(window);
    window = [];
  }
  const rest = await found(window);
  if (rest.length > 0) yield rest;
}

async function found(window: readonly Promise<Folder | undefined>[]): Promise<Folder[]> {
  return (await Promise.all(window)).filter((folder) => folder !== undefined);
}

/** The finished folder of that name, or undefined when the disk shows none. */
export async function lookAtFolder(
  base: string,
  uid: string,
  settled = false,
): Promise<Folder | undefined> {
  if (!isFinished(uid)) return undefined;
  const modifiedMs = await modified(join(base, uid));
  return modifiedMs === undefined ? undefined : { base, uid, modifiedMs, settled };
}

/**
 * A folder that cannot be looked at (may not be entered, is nested too deep, has a name that is
 * no text) is still a Batch: its job will say why it failed. It stands in no other's way.
 */
async function modified(path: string): Promise<number | undefined> {
  try {
    return await lastModifiedAsync(path) ?? (isUtf8Name(path) ? undefined : 0);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    return 0;
  }
}
