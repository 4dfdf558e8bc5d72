import { dirname } from "node:path/posix";
import type { Import, SourceModule, SourceTree } from "./source_tree.ts";

/** For each folder of the program, the other folders that its files may import. */
export type FolderTable = Readonly<Record<string, readonly string[]>>;

/**
 * Compares the imports of main.ts, src and streams with the table of folders. Findings are folders
 * that the table does not list, imports that it does not allow, entries that it does not need, and
 * imports against the layers, which no entry can allow: main.ts, then app and cli, then streams,
 * then the rest of src.
 */
export function wrongDirections(tree: SourceTree, table: FolderTable): string[] {
  const unlisted = new Set<string>();
  const used = new Set<string>();
  const wrong: string[] = [];
  for (const path of tree.files.keys()) {
    if (isProgram(path) && !table[folderOf(path)]) unlisted.add(folderOf(path));
  }
  for (const module of tree.modules.values()) {
    for (const imported of filesImportedBy(module, tree)) {
      const [from, to] = [folderOf(module.path), folderOf(imported.target)];
      used.add(`${from} -> ${to}`);
      const fault = layerFault(module.path, imported) ??
        (isAllowed(from, to, table) ? undefined : `the table does not allow ${from} -> ${to}`);
      if (fault) wrong.push(`${module.path}:${imported.line} imports ${imported.target}: ${fault}`);
    }
  }
  return [
    ...[...unlisted].map((folder) => `${folder} is not in the table of folders`),
    ...wrong,
    ...entriesNotNeeded(table, tree, used),
  ];
}

/** Without libraries and deno.json, which every layer may import. */
function filesImportedBy({ imports }: SourceModule, { files }: SourceTree): readonly Import[] {
  return imports.filter(({ target }) => files.has(target) && target !== "deno.json");
}

function entriesNotNeeded(
  table: FolderTable,
  { files }: SourceTree,
  used: ReadonlySet<string>,
): string[] {
  const folders = new Set([...files.keys()].map(folderOf));
  return Object.entries(table).flatMap(([from, targets]) => {
    if (!folders.has(from)) return [`the table lists ${from}, which does not exist`];
    return targets.filter((to) => !used.has(`${from} -> ${to}`))
      .map((to) => `the table allows ${from} -> ${to}, which is not used`);
  });
}

function isAllowed(from: string, to: string, table: FolderTable): boolean {
  const targets = table[from];
  return from === to || !targets || targets.includes(to);
}

function isProgram(path: string): boolean {
  return path === "main.ts" || path.startsWith("src/") || path.startsWith("streams/");
}

/** `src/database/connect` of a file there or below. The program is cut two levels deep. */
function folderOf(path: string): string {
  if (path === "main.ts") return path;
  return dirname(path).split("/").slice(0, 3).join("/");
}

/** Larger numbers are higher layers. Files outside the program are above all of it. */
function layerOf(path: string): number {
  if (!isProgram(path)) return 4;
  if (path === "main.ts") return 3;
  if (/^src\/(app|cli)\//.test(path)) return 2;
  return path.startsWith("streams/") ? 1 : 0;
}

/** A test or script may start main.ts as a program by its address. */
function layerFault(from: string, { target: to, kind }: Import): string | undefined {
  if (to === "main.ts" && (kind !== "resolved" || isProgram(from))) {
    return "no file may import main.ts";
  }
  if (layerOf(from) >= layerOf(to)) return undefined;
  if (!isProgram(to)) return "the program may not import a file outside it";
  return "a lower layer may not import a higher one";
}
