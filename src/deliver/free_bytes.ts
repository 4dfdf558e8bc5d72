import type { StatsFs } from "node:fs";
import { statfs } from "node:fs/promises";
import { IntakeError } from "../errors.ts";

/**
 * Room on the file system of a directory that this user may still use, in bytes. Throws
 * IntakeError OUTPUT_UNWRITABLE when the directory is not there.
 */
export async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await space(directory);
  return bavail * bsize;
}

/**
 * What a directory's file system would hold for this user if it were empty, in bytes; 0 where it
 * does not say. Throws as {@link freeBytes}.
 */
export async function totalBytes(directory: string): Promise<number> {
  const { blocks, bfree, bavail, bsize } = await space(directory);
  return (blocks - (bfree - bavail)) * bsize;
}

async function space(directory: string): Promise<StatsFs> {
  try {
    return await statfs(directory);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new IntakeError(
      "OUTPUT_UNWRITABLE",
      `${directory} cannot be looked at (${code})`,
      "make the directory, mount it, or give the right to it; claims go on by themselves",
      { cause: error },
    );
  }
}
