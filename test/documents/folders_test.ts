import assert from "node:assert/strict";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../support/tools.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const files = (await run("git", ["-C", root, "ls-files", "-co", "--exclude-standard"])).trim();
const folders = new Set(files.split("\n").flatMap((file) => parentsOf(file)));
const text = Deno.readTextFileSync(`${root}/CONTRIBUTING.md`);
const listed = [...text.matchAll(/^\| `([a-z0-9_/]+\/)` +\| .+ \|$/gm)].map(([, path = ""]) =>
  path
);

/** `src/dicom/read/tag.ts` → `src/dicom/read/`, `src/dicom/`, `src/`. */
function parentsOf(file: string): string[] {
  const folder = dirname(file);
  return folder === "." ? [] : [`${folder}/`, ...parentsOf(folder)];
}

/** Hidden folders, and folders of tests that mirror others, need no row. */
function isObvious(folder: string): boolean {
  if (folder.startsWith(".") || folder === "src/") return true;
  const [, tested = ""] = /^test\/(.+)$/.exec(folder) ?? [];
  return folders.has(`src/${tested}`) || folders.has(tested) ||
    /^(support|database\/migrations\/releases)\//.test(tested);
}

Deno.test("CONTRIBUTING has a row for every folder", () => {
  const missing = [...folders].filter((folder) => !listed.includes(folder) && !isObvious(folder));
  assert.deepEqual(missing.toSorted(), []);
});

Deno.test("every row of CONTRIBUTING is an existing folder, once", () => {
  assert.ok(listed.length > 60, `${listed.length}`);
  assert.deepEqual(listed.filter((folder) => !folders.has(folder)), []);
  assert.equal(new Set(listed).size, listed.length);
});
