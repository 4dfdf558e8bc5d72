import { isFinished } from "./is_finished.ts";
import { findFolders, type FoundFolder } from "./list_folders.ts";
import type { RecordedFolders } from "./recorded_folders.ts";

/**
 * Like {@link findFolders}, but skips folders that are known to be recorded, and yields nothing if
 * the inbox is unchanged.
 */
export async function* listNewFolders(
  base: string,
  recorded: RecordedFolders,
): AsyncGenerator<FoundFolder[]> {
  const { mtime } = await Deno.stat(base);
  if (recorded.isUnchanged(mtime?.getTime() ?? 0, Date.now())) return;
  const isRecorded = recorded.list();
  // an unfinished folder does not wait to be recorded: it is renamed, which changes the inbox
  yield* findFolders(base, (name) => isFinished(name) && isRecorded(name));
}
