import type { FolderTable } from "./directions.ts";
import type { SourceTree } from "./source_tree.ts";

/**
 * One finding for each group of files that import each other, with a shortest way around. Imports
 * of types count. An address of a worker file does not: the worker is a program of its own.
 */
export function importCycles(tree: SourceTree): string[] {
  const graph = new Map(
    [...tree.modules.values()].map(({ path, imports }) => [
      path,
      imports.filter(({ kind }) => kind !== "resolved").map(({ target }) => target),
    ]),
  );
  const reported = new Set<string>();
  const cycles: string[] = [];
  for (const path of graph.keys()) {
    if (reported.has(path)) continue;
    const way = wayBetween(path, path, graph);
    if (!way) continue;
    way.forEach((member) => reported.add(member));
    cycles.push([...way, path].join(" -> "));
  }
  return cycles;
}

/**
 * Directions of the table between different folders of src that lead back to where they start. A
 * folder and the folders in it may import each other: they are one subject.
 */
export function folderCycles(table: FolderTable): string[] {
  const graph = new Map(Object.entries(table));
  return Object.entries(table).flatMap(([from, targets]) =>
    targets.filter((to) => subjectOf(from) !== subjectOf(to)).flatMap((to) => {
      const way = wayBetween(to, from, graph);
      return way ? [[from, ...way, from].join(" -> ")] : [];
    })
  );
}

function subjectOf(folder: string): string {
  return folder.split("/").slice(0, 2).join("/");
}

/** A shortest way from one node over its neighbours to another, by breadth-first search. */
function wayBetween(
  start: string,
  end: string,
  graph: ReadonlyMap<string, readonly string[]>,
): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const node of queue) {
    for (const target of graph.get(node) ?? []) {
      if (target === end) return wayTo(node, cameFrom);
      if (target === start || cameFrom.has(target) || !graph.has(target)) continue;
      cameFrom.set(target, node);
      queue.push(target);
    }
  }
  return undefined;
}

function wayTo(end: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [end];
  for (let at = cameFrom.get(end); at !== undefined; at = cameFrom.get(at)) way.unshift(at);
  return way;
}
