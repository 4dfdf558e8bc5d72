import { join } from "node:path/posix";

const folders = ["src", "streams", "bench", "scripts", "test", "deploy", "docs", ".ci"];
const skipped = new Set(["node_modules", "__pycache__", "screenshots"]);
/** Larger files are tables and images, in which no check looks for anything. */
const largest = 400_000;

/** The text of every file of the repository that a check reads, by its path from the root. */
export function readSources(root: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const read = (path: string): void => {
    const isLarge = Deno.statSync(join(root, path)).size > largest;
    files.set(path, isLarge ? "" : Deno.readTextFileSync(join(root, path)));
  };
  const walk = (folder: string): void => {
    for (const { name, isDirectory, isFile } of Deno.readDirSync(join(root, folder))) {
      const path = join(folder, name);
      if (isDirectory && !skipped.has(name)) walk(path);
      if (isFile) read(path);
    }
  };
  for (const entry of Deno.readDirSync(root)) {
    if (entry.isFile && /\.(ts|md|json)$/.test(entry.name)) read(entry.name);
    if (entry.isDirectory && folders.includes(entry.name)) walk(entry.name);
  }
  return files;
}
