import { join } from "node:path";

/**
 * Writes a folder as a correct sender does: under an unfinished name, which is changed when the
 * last file is there. Returns the final path.
 */
export function dropFolder(
  inbox: string,
  name: string,
  files: Iterable<{ name: string; bytes: Uint8Array }>,
): string {
  const unfinished = join(inbox, `${name}.tmp${Deno.pid}`);
  Deno.mkdirSync(unfinished, { recursive: true });
  for (const file of files) Deno.writeFileSync(join(unfinished, file.name), file.bytes);
  const finished = join(inbox, name);
  Deno.renameSync(unfinished, finished);
  return finished;
}
