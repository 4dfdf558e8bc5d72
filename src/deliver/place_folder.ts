import { dirname } from "node:path";
import { removeFolder, replacedFolder } from "./staged_folder.ts";
import { syncDirectory } from "./sync_tree.ts";

/**
 * Renames a durable staged folder `<code>.tmp<claim>` to `<code>` and makes the rename durable. An
 * older output of the same Batch is replaced as a whole: a reader sees the old folder, briefly no
 * folder, or the new one, but never a mixture.
 */
export async function placeFolder(staged: string, destination: string): Promise<void> {
  const replaced = moveAway(staged, destination);
  try {
    Deno.renameSync(staged, destination);
  } catch (error) {
    if (replaced) Deno.renameSync(replaced, destination);
    throw error;
  }
  await syncDirectory(dirname(destination));
  if (replaced) removeFolder(replaced);
}

/** Removes the older output of a Batch that was processed again without any image passing. */
export async function withdrawFolder(staged: string, destination: string): Promise<void> {
  const replaced = moveAway(staged, destination);
  if (!replaced) return;
  await syncDirectory(dirname(destination));
  removeFolder(replaced);
}

/** Renames an older output and returns its new path; undefined if there was none. */
function moveAway(staged: string, destination: string): string | undefined {
  const replaced = replacedFolder(staged);
  try {
    Deno.renameSync(destination, replaced);
    return replaced;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
