/** Device and inode of the directory at a path; undefined when there is none to be listed. */
export async function identifyDirectory(path: string): Promise<string | undefined> {
  try {
    const info = await Deno.stat(path);
    return info.isDirectory ? `${info.dev}:${info.ino}` : undefined;
  } catch {
    // whatever the reason, it is not there to be read now; the caller reports that
    return undefined;
  }
}
