import { basename, dirname, join, relative } from "node:path";

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
