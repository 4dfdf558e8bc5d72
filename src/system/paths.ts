import { basename, dirname, join, relative } from "node:path";

/** Whether a path exists; also true for a broken link. */
export function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Whether a path is `directory` or lies below it, after resolving links. */
export function isWithin(path: string, directory: string): boolean {
  const relativePath = relative(realPathOf(directory), realPathOf(path));
  return relativePath === "" || !/^\.\.($|[/\\])/.test(relativePath);
}

/** Resolves the links of a path; its last parts may not exist. */
function realPathOf(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    if (path === dirname(path)) throw error;
    return join(realPathOf(dirname(path)), basename(path));
  }
}

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
