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
    const way = wayAround(path, graph);
    if (!way) continue;
    way.forEach((member) => reported.add(member));
    cycles.push([...way, path].join(" -> "));
  }
  return cycles;
}

/** A shortest way from a file over its imports back to the file, by breadth-first search. */
function wayAround(
  start: string,
  graph: ReadonlyMap<string, readonly string[]>,
): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const path of queue) {
    for (const target of graph.get(path) ?? []) {
      if (target === start) return wayTo(path, cameFrom);
      if (cameFrom.has(target) || !graph.has(target)) continue;
      cameFrom.set(target, path);
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
