import type { RecordedFolders } from "./recorded_folders.ts";
import { type Folder, listFolders } from "./list_folders.ts";

/**
 * Like {@link listFolders}, but skips folders that are known to be recorded, and yields nothing if
 * the inbox is unchanged.
 */
export async function* listNewFolders(
  base: string,
  recorded: RecordedFolders,
): AsyncGenerator<Folder[]> {
  const { mtime } = await Deno.stat(base);
  if (recorded.isUnchanged(mtime?.getTime() ?? 0, Date.now())) return;
  yield* listFolders(base, undefined, recorded.list());
}
