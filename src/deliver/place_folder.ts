import { dirname } from "node:path";
import { removeFolder, replacedFolder } from "./staged_folder.ts";
import { syncDirectory } from "./sync_tree.ts";

/**
 * Gives a staged Batch that is durable its final name: renames `<code>.tmp<claim>` to `<code>`
 * and makes the rename durable. An older output of the same Batch is replaced as a whole: a
 * reader sees the old folder, for a moment none, or the new one, never a mixture.
 */
export async function placeFolder(staged: string, destination: string): Promise<void> {
  const replaced = withdraw(staged, destination);
  try {
    Deno.renameSync(staged, destination);
  } catch (error) {
    if (replaced) Deno.renameSync(replaced, destination);
    throw error;
  }
  await syncDirectory(dirname(destination));
  if (replaced) removeFolder(replaced);
}

/** Removes an output that is no more: its Batch was done again, and no image passed. */
export async function withdrawFolder(staged: string, destination: string): Promise<void> {
  const replaced = withdraw(staged, destination);
  if (!replaced) return;
  await syncDirectory(dirname(destination));
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
