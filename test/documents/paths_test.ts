import assert from "node:assert/strict";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../support/tools.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const files = (await run("git", ["-C", root, "ls-files", "-co", "--exclude-standard"])).trim()
  .split("\n");
const directories = new Set(files.flatMap((file) => [...parentsOf(file)]));
const documents = files.filter((file) =>
  /^(README|CONTRIBUTING|SECURITY)\.md$|^docs\/.*\.md$/.test(file)
);
const topLevel = [...directories].filter((path) => !path.includes("/"));
/** Files of other programs that documents name. */
const foreign = ["settings/config.py", "run_validation.py", "run_reports.py"];

function* parentsOf(file: string): Generator<string> {
  for (let path = dirname(file); path !== "."; path = dirname(path)) yield path;
}

/** The words of a document that are paths in this repository, or names of source files. */
function pathsIn(document: string): string[] {
  const text = Deno.readTextFileSync(join(root, document));
  const words = [...text.matchAll(/`([^`\s]+)`/g)].map(([, word = ""]) => word);
  return words.map((word) => word.replace(/[:,]+$/, "")).filter((word) => {
    if (/[*<>{}$…]|NNNN|^https?:|^-/.test(word)) return false;
    const [first = ""] = word.split("/");
    return (word.includes("/") && topLevel.includes(first)) ||
      /^[\w./-]+\.(ts|tsx|tsv|sql|py|sh|lua|service)$/.test(word);
  });
}

function exists(path: string): boolean {
  const plain = path.replace(/\/$/, "");
  return files.includes(plain) || directories.has(plain) ||
    (!plain.includes("/") && files.some((file) => basename(file) === plain));
}

Deno.test("every path and source file that a document names exists", () => {
  const missing = documents.flatMap((document) =>
    pathsIn(document).filter((path) => !exists(path) && !foreign.includes(path))
      .map((path) => `${document}: ${path}`)
  );
  assert.deepEqual(missing, []);
});

Deno.test("the check finds paths: documents name more than a hundred", () => {
  assert.ok(documents.includes("docs/decisions/README.md"));
  assert.ok(new Set(documents.flatMap(pathsIn)).size > 100);
});
