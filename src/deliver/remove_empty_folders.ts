import { join } from "node:path";

/** Removes empty directories below a folder, which remain after images were removed. */
export function removeEmptyFolders(folder: string): void {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (!isDirectory) continue;
    const directory = join(folder, name);
    removeEmptyFolders(directory);
    if (Deno.readDirSync(directory)[Symbol.iterator]().next().done) Deno.removeSync(directory);
  }
}
