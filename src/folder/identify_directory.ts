/** Device and inode of the directory at a path; undefined if it is missing or inaccessible. */
export async function identifyDirectory(path: string): Promise<string | undefined> {
  try {
    const info = await Deno.stat(path);
    return info.isDirectory ? `${info.dev}:${info.ino}` : undefined;
  } catch {
    // the reason does not matter: the caller reports that the directory is missing
    return undefined;
  }
}
