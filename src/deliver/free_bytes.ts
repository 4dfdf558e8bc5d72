import { statfs } from "node:fs/promises";

/** Room on the file system of a directory that this user may still use, in bytes. */
export async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}
