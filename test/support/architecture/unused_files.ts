import { basename } from "node:path/posix";
import type { SourceTree } from "./source_tree.ts";

/** Files of src and streams, tables and assets too, that main.ts does not reach over imports. */
export function unreachableFiles(tree: SourceTree): string[] {
  const reached = reachableFrom(["main.ts"], tree, importsOf);
  return [...tree.files.keys()]
    .filter((path) => /^(src|streams)\//.test(path) && !reached.has(path))
    .map((path) => `${path} is not reached from main.ts`);
}

/**
 * Files of test/support and bench that no test, script, task or document needs. A file needs those
 * that it imports and those that its texts name: programs are started and tables read by name.
 */
export function unusedHelpers(tree: SourceTree): string[] {
  const helpers = [...tree.files.keys()].filter((path) =>
    /^(test\/support|bench)\//.test(path) && !/(_test\.tsx?|\.md)$/.test(path)
  );
  const others = [...tree.files.keys()].filter((path) => !helpers.includes(path));
  const reached = reachableFrom(others, tree, (path) => [
    ...importsOf(path, tree),
    ...namedIn(path, helpers, tree),
  ]);
  return helpers.filter((path) => !reached.has(path)).map((path) => `${path} is not used`);
}

function reachableFrom(
  starts: readonly string[],
  tree: SourceTree,
  needs: (path: string, tree: SourceTree) => readonly string[],
): ReadonlySet<string> {
  const reached = new Set(starts);
  for (const path of reached) {
    for (const target of needs(path, tree)) if (tree.files.has(target)) reached.add(target);
  }
  return reached;
}

function importsOf(path: string, { modules }: SourceTree): string[] {
  return modules.get(path)?.imports.map(({ target }) => target) ?? [];
}

/** The helpers that a text of a module, or a task or document, names: `celery_tasks`, `x.ts`. */
function namedIn(path: string, helpers: readonly string[], tree: SourceTree): string[] {
  const module = tree.modules.get(path);
  const words = module
    ? module.texts.map(({ text }) => text).join("\n")
    : tree.files.get(path) ?? "";
  if (!module && !/\.(json|md)$|^\.ci\//.test(path)) return [];
  const names = new Set(words.match(/[\w.-]+/g));
  return helpers.filter((helper) => {
    const name = basename(helper);
    return names.has(name) || (!/\.tsx?$/.test(name) && names.has(name.replace(/\.\w+$/, "")));
  });
}
