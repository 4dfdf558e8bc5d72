import { basename, dirname, join, relative } from "node:path";

/** Whether a path is a directory or lies anywhere below it, links followed where they exist. */
export function isWithin(path: string, directory: string): boolean {
  const way = relative(real(directory), real(path));
  return way === "" || !/^\.\.($|[/\\])/.test(way);
}

/** Of what is not there, or may not be looked at, the place it would have. */
function real(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    if (path === dirname(path)) throw error;
    return join(real(dirname(path)), basename(path));
  }
}
