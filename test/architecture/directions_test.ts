import { type FolderTable, wrongDirections } from "../support/architecture/directions.ts";
import { expectFindings, importing } from "../support/architecture/made_up_tree.ts";

const small: FolderTable = {
  "main.ts": ["src/app"],
  "src/app": ["streams"],
  streams: ["src/folder"],
  "src/folder": ["src/folder/watch"],
  "src/folder/watch": [],
};
const smallTree = {
  "main.ts": importing("./src/app/watch.ts"),
  "src/app/watch.ts": importing("../../streams/watch.ts"),
  "streams/watch.ts": importing("../src/folder/list.ts"),
  "src/folder/list.ts": importing("./watch/watcher.ts", "rxjs"),
  "src/folder/watch/watcher.ts": "",
};

function expectDirections(changes: Readonly<Record<string, string>>, findings: string[]): void {
  expectFindings((tree) => wrongDirections(tree, small), { ...smallTree, ...changes }, findings);
}

Deno.test("a tree that follows the table has no finding", () => {
  expectDirections({}, []);
  expectDirections({ "src/folder/watch/deeper/words.txt": "" }, []);
  expectDirections({
    "deno.json": "",
    "src/folder/watch/watcher.ts": `import config from "../../../deno.json" with { type: "json" };`,
  }, []);
});

Deno.test("a folder that the table does not list is found, with a table of words in it too", () => {
  expectDirections({ "src/folder/other/words.txt": "" }, [
    "src/folder/other is not in the table of folders",
  ]);
  expectDirections({ "src/loose.ts": "" }, ["src is not in the table of folders"]);
});

Deno.test("an import that the table does not allow is found, of a type or when called too", () => {
  const fault = "the table does not allow src/folder/watch -> src/folder";
  for (
    const text of [
      `import { list } from "../list.ts";`,
      `import type { List } from "../list.ts";`,
      `export * from "../list.ts";`,
      `export type { List } from "../list.ts";`,
      `const list = () => import("../list.ts");`,
      `let list: import("../list.ts").List;`,
      `const worker = import.meta.resolve("../list.ts");`,
      `const worker = new URL("../list.ts", import.meta.url);`,
    ]
  ) {
    expectDirections({ "src/folder/watch/watcher.ts": `\n${text}` }, [
      `src/folder/watch/watcher.ts:2 imports src/folder/list.ts: ${fault}`,
    ]);
  }
});

Deno.test("a text that is imported from another folder counts as an import", () => {
  const fault = "the table does not allow src/folder/watch -> src/folder";
  expectDirections({
    "src/folder/words.txt": "",
    "src/folder/watch/watcher.ts": `import words from "../words.txt" with { type: "text" };`,
  }, [`src/folder/watch/watcher.ts:1 imports src/folder/words.txt: ${fault}`]);
});

Deno.test("an entry of the table that no file needs is found", () => {
  expectDirections({ "streams/watch.ts": "" }, [
    "the table allows streams -> src/folder, which is not used",
  ]);
  const { "src/folder/watch/watcher.ts": _, ...others } = smallTree;
  expectFindings((tree) => wrongDirections(tree, small), others, [
    "the table allows src/folder -> src/folder/watch, which is not used",
    "the table lists src/folder/watch, which does not exist",
  ]);
});

Deno.test("an import from a higher layer is found, whatever the table allows", () => {
  const higher = "a lower layer may not import a higher one";
  const outside = "the program may not import a file outside it";
  const imports = [
    ["src/folder/watch/watcher.ts", "main.ts", "no file may import main.ts"],
    ["src/app/watch.ts", "main.ts", "no file may import main.ts"],
    ["scripts/compile.ts", "main.ts", "no file may import main.ts"],
    ["src/folder/watch/watcher.ts", "streams/watch.ts", higher],
    ["src/folder/watch/watcher.ts", "src/app/watch.ts", higher],
    ["streams/inbox.ts", "src/app/watch.ts", higher],
    ["src/folder/watch/watcher.ts", "test/support/inbox.ts", outside],
    ["src/folder/watch/watcher.ts", "bench/load.ts", outside],
    ["streams/inbox.ts", "scripts/compile.ts", outside],
  ] as const;
  for (const [from, to, fault] of imports) {
    const up = "../".repeat(from.split("/").length - 1);
    expectDirections({
      ...(to in smallTree ? {} : { [to]: "" }),
      [from]: importing(`${up}${to}`),
    }, [`${from}:1 imports ${to}: ${fault}`, ...notUsedWithout(from)]);
  }
});

/** app/watch.ts has the only import of streams; a test that replaces it leaves an entry unused. */
function notUsedWithout(path: string): string[] {
  return path === "src/app/watch.ts"
    ? ["the table allows src/app -> streams, which is not used"]
    : [];
}
