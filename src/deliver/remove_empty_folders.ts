import { join } from "node:path";

/** Removes the directories below a folder that hold nothing: their images were taken back. */
export function removeEmptyFolders(folder: string): void {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (!isDirectory) continue;
    const directory = join(folder, name);
    removeEmptyFolders(directory);
    if (Deno.readDirSync(directory)[Symbol.iterator]().next().done) Deno.removeSync(directory);
  }
}
