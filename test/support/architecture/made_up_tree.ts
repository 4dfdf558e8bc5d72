import assert from "node:assert/strict";
import { type SourceTree, sourceTree } from "./source_tree.ts";

/** A made-up tree, by path and text, in which a check must find exactly the given faults. */
export function expectFindings(
  check: (tree: SourceTree) => readonly string[],
  files: Readonly<Record<string, string>>,
  findings: readonly string[],
): void {
  assert.deepEqual(check(sourceTree(new Map(Object.entries(files)))), findings);
}

/** The text of a module with these imports. */
export function importing(...targets: string[]): string {
  return targets.map((target) => `import "${target}";\n`).join("");
}

/** The same line several times. */
export function lines(count: number, line: string): string {
  return `${line}\n`.repeat(count);
}
