import { join } from "node:path";

/**
 * Delivers a folder as a well-behaved sender does: its files are written below a name that is
 * not finished, and the folder is renamed when the last one is there. Returns its final path.
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
