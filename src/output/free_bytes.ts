import type { StatsFs } from "node:fs";
import { statfs } from "node:fs/promises";
import { outputUnwritable } from "../system/system_code.ts";

/**
 * Free space of a directory's file system that this user may use, in bytes. Throws IntakeError
 * OUTPUT_UNWRITABLE if the directory does not exist or cannot be read.
 */
export async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statFileSystem(directory);
  return bavail * bsize;
}

/**
 * The space that this user could use on a directory's file system if it were empty, in bytes; 0 if
 * the file system does not report it. Throws like {@link freeBytes}.
 */
export async function totalBytes(directory: string): Promise<number> {
  const { blocks, bfree, bavail, bsize } = await statFileSystem(directory);
  return (blocks - (bfree - bavail)) * bsize;
}

const asked = new Map<string, Promise<StatsFs>>();

/** Asks a file system once at a time: one that does not answer blocks only one thread. */
async function statFileSystem(directory: string): Promise<StatsFs> {
  const answer = asked.get(directory) ?? statfs(directory).finally(() => asked.delete(directory));
  asked.set(directory, answer);
  try {
    return await answer;
  } catch (error) {
    throw outputUnwritable(error, { place: directory, problem: "cannot be accessed" });
  }
}
