import { expectFindings, importing } from "../support/architecture/made_up_tree.ts";
import { unreachableFiles, unusedHelpers } from "../support/architecture/unused_files.ts";

Deno.test("a file or asset of src or streams that main.ts does not reach is found", () => {
  const tree = {
    "main.ts": `const run = () => import("./src/run.ts");`,
    "src/run.ts": `import words from "./words.txt" with { type: "text" };
      new Worker(import.meta.resolve("./worker.ts"));`,
    "src/words.txt": "",
    "src/worker.ts": importing("../streams/watch.ts"),
    "streams/watch.ts": "",
    "test/run_test.ts": importing("../src/for_tests.ts"),
  };
  expectFindings(unreachableFiles, tree, []);
  expectFindings(unreachableFiles, {
    ...tree,
    "src/for_tests.ts": importing("./of_unused.ts"),
    "src/of_unused.ts": "",
    "src/old_words.txt": "",
    "streams/old.ts": importing("./watch.ts"),
  }, [
    "src/for_tests.ts is not reached from main.ts",
    "src/of_unused.ts is not reached from main.ts",
    "src/old_words.txt is not reached from main.ts",
    "streams/old.ts is not reached from main.ts",
  ]);
});

Deno.test("a helper of tests or measurements that no test, task or document needs is found", () => {
  const tree = {
    "deno.json": `{ "tasks": { "bench": "deno run bench/bench.ts" } }`,
    "bench/bench.ts": importing("./peers/celery.ts"),
    "bench/peers/celery.ts": `new URL("celery.py", import.meta.url); run("-A celery_tasks");`,
    "bench/peers/celery.py": "import sys\nimport celery_texts\n",
    "bench/peers/celery_texts.py": "",
    "bench/peers/celery_tasks.py": "",
    "test/run_test.ts": importing("./support/inbox.ts"),
    "test/support/inbox.ts": `start("test/support/program.ts");
      const read = (name: string) => new URL(\`./tables/\${name}\`, import.meta.url);
      read("table.ts");`,
    "test/support/program.ts": "",
    "test/support/tables/table.ts": "",
  };
  expectFindings(unusedHelpers, tree, []);
  expectFindings(unusedHelpers, {
    ...tree,
    "bench/old.ts": importing("./older.ts"),
    "bench/older.ts": importing("./old.ts"),
    "bench/peers/old.py": "",
    "test/support/names.ts": "",
    "test/support/names.txt": "",
    "test/support/files/inbox.ts": "",
    "test/architecture/some_test.ts": `find("test/support/names.ts", "names.txt")`,
  }, [
    "bench/old.ts is not used",
    "bench/older.ts is not used",
    "bench/peers/old.py is not used",
    "test/support/names.ts is not used",
    "test/support/names.txt is not used",
    "test/support/files/inbox.ts is not used",
  ]);
});
