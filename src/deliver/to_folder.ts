import { dirname, join } from "node:path";
import { removeFolder, replacedFolder } from "./staged_folder.ts";

/**
 * Gives a staged Batch its final name: makes the entries of every directory durable, renames
 * `<code>.tmp<claim>` to `<code>` and makes the rename durable. The files themselves were
 * synced as they were written. An older output of the same Batch is replaced as a whole: a
 * reader sees the old folder, for a moment none, or the new one, never a mixture.
 */
export function deliverToFolder(staged: string, destination: string): void {
  syncTree(staged);
  const replaced = withdraw(staged, destination);
  try {
    Deno.renameSync(staged, destination);
  } catch (error) {
    if (replaced) Deno.renameSync(replaced, destination);
    throw error;
  }
  syncDirectory(dirname(destination));
  if (replaced) removeFolder(replaced);
}

/** Removes an output that is no more: its Batch was done again, and no image passed. */
export function withdrawFromFolder(staged: string, destination: string): void {
  const replaced = withdraw(staged, destination);
  if (!replaced) return;
  syncDirectory(dirname(destination));
  removeFolder(replaced);
}

/** Moves an older output aside, by one rename; returns where it is now, if there was one. */
function withdraw(staged: string, destination: string): string | undefined {
  const replaced = replacedFolder(staged);
  try {
    Deno.renameSync(destination, replaced);
    return replaced;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function syncTree(folder: string): void {
  for (const entry of Deno.readDirSync(folder)) {
    if (entry.isDirectory) syncTree(join(folder, entry.name));
  }
  syncDirectory(folder);
}

function syncDirectory(path: string): void {
  using directory = Deno.openSync(path, { read: true });
  directory.syncSync();
}
