import { join } from "node:path";

/**
 * Makes the entries of a directory and of all below it durable, side by side: one commit of the
 * file system's journal then serves many. Contents of files are their writers' business.
 */
export async function syncTree(folder: string): Promise<void> {
  const directories = [...Deno.readDirSync(folder)].filter(({ isDirectory }) => isDirectory);
  await Promise.all([
    ...directories.map(({ name }) => syncTree(join(folder, name))),
    syncDirectory(folder),
  ]);
}

/** Makes the entries of one directory durable. */
export async function syncDirectory(path: string): Promise<void> {
  using directory = Deno.openSync(path, { read: true });
  await directory.sync();
}
