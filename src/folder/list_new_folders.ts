import type { RecordedFolders } from "./recorded_folders.ts";
import { type Folder, listFolders } from "./list_folders.ts";

/**
 * Like {@link listFolders}, but for folders that are known to be recorded; nothing when the inbox
 * is as it was.
 */
export async function* listNewFolders(
  base: string,
  known: RecordedFolders,
): AsyncGenerator<Folder[]> {
  const { mtime } = await Deno.stat(base);
  if (known.isUnchanged(mtime?.getTime() ?? 0, Date.now())) return;
  yield* listFolders(base, undefined, known.list());
}
