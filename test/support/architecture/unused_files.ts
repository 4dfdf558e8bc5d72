import { basename, dirname, join, normalize } from "node:path/posix";
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
 * The made-up trees of test/architecture name nothing.
 */
export function unusedHelpers(tree: SourceTree): string[] {
  const paths = [...tree.files.keys()];
  const helpers = paths.filter((path) =>
    /^(test\/support|bench)\//.test(path) && !/(_test\.tsx?|\.md)$/.test(path)
  );
  const others = paths.filter((path) => !helpers.includes(path));
  const reached = reachableFrom(others, tree, (path) => [
    ...importsOf(path, tree),
    ...(path.startsWith("test/architecture/") ? [] : namedIn(path, helpers, tree)),
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

function importsOf(path: string, { files, modules }: SourceTree): string[] {
  if (path.endsWith(".py")) return pythonImportsOf(path, files.get(path) ?? "");
  return modules.get(path)?.imports.map(({ target }) => target) ?? [];
}

/** Files beside a Python program of these names; other modules are not in the tree. */
function pythonImportsOf(path: string, text: string): string[] {
  const names = [...text.matchAll(/^(?:import|from) (\w+)/gm)].map(([, name]) => name);
  return names.map((name) => `${dirname(path)}/${name}.py`);
}

/**
 * The helpers that the texts of a module, or a task or document, name: a module by its path, or by
 * its folder (`../support/${name}`) and its name; other files by their name. Python modules beside
 * the file are named without extension.
 */
function namedIn(path: string, helpers: readonly string[], tree: SourceTree): string[] {
  const module = tree.modules.get(path);
  if (!module && !/\.(json|md)$|^\.ci\//.test(path)) return [];
  const texts = module?.texts.map(({ text }) => text) ?? [tree.files.get(path) ?? ""];
  const words = new Set(texts.join("\n").match(/[\w./-]+/g));
  const paths = new Set([...words].flatMap((word) => [word, normalize(join(dirname(path), word))]));
  const names = new Set([...words].flatMap((word) => word.split("/")));
  return helpers.filter((helper) => {
    const name = basename(helper);
    const isNamed = names.has(name) && paths.has(`${dirname(helper)}/`);
    if (/\.tsx?$/.test(helper)) return paths.has(helper) || isNamed;
    const isBeside = dirname(path) === dirname(helper);
    return names.has(name) || (isBeside && names.has(name.replace(/\.\w+$/, "")));
  });
}
