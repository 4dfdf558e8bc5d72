import assert from "node:assert/strict";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => Deno.readTextFileSync(new URL(path, root));
const document = read("docs/architecture.md");

/** A row of the way: a file, and the name by which an earlier file calls it. */
interface Row {
  readonly number: number;
  readonly file: string;
  readonly call: string;
  readonly caller: number | undefined;
}

function rowsOf(text: string): Row[] {
  const rows = text.matchAll(/^\| (\d+) +\| `([^`]+)` +\| (?:`([\w.]+)` in (\d+)|[^|]*) +\|/gm);
  return [...rows].map(([, number, file = "", call = "", caller]) => ({
    number: Number(number),
    file,
    call,
    caller: caller === undefined ? undefined : Number(caller),
  }));
}

const rows = rowsOf(document);
const says = (file: string, name: string): boolean => new RegExp(`\\b${name}\\b`).test(read(file));

Deno.test("the way of one image leads through at most 45 files, each of them once", () => {
  assert.ok(rows.length > 30);
  assert.ok(rows.length <= 45, `${rows.length} files`);
  assert.deepEqual(rows.map(({ number }) => number), rows.map((_, at) => at + 1));
  assert.equal(new Set(rows.map(({ file }) => file)).size, rows.length);
});

Deno.test("the way of one image has one direction: an earlier file calls each file by the given name", () => {
  const wrong = rows.slice(1).filter(({ number, file, call, caller = number }) => {
    const from = rows[caller - 1]?.file ?? "";
    const [own = ""] = call.split(".").slice(-1);
    const isRenamed = says(from, `as ${own}`);
    return caller >= number || !read(from).includes(call) || !(isRenamed || says(file, own));
  });
  assert.deepEqual(wrong, []);
});

Deno.test("the document has a recipe for each frequent change", () => {
  const [, recipes = ""] = /^## How to add something$([^]*)/m.exec(document) ?? [];
  const headings = [...recipes.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
  assert.deepEqual(headings, [
    "A target",
    "A rule",
    "An option of the profile",
    "A step of the job",
    "The order in which Batches are claimed",
    "What happens to a source after delivery",
    "A setting",
    "A migration",
    "A command",
    "A status",
    "An event",
    "An error code",
  ]);
});
