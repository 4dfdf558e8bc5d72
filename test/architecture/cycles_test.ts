import assert from "node:assert/strict";
import { folderCycles, importCycles } from "../support/architecture/cycles.ts";
import { expectFindings, importing } from "../support/architecture/made_up_tree.ts";

Deno.test("a cycle of imports is found once, with types and in bench too; a worker is none", () => {
  expectFindings(importCycles, {
    "src/a.ts": importing("./b.ts"),
    "src/b.ts": `import type { C } from "./c.ts";`,
    "src/c.ts": `export type { A } from "./a.ts";`,
    "src/d.ts": importing("./a.ts"),
  }, ["src/a.ts -> src/b.ts -> src/c.ts -> src/a.ts"]);
  for (const folder of ["streams", "bench", "scripts", "test/support"]) {
    expectFindings(importCycles, {
      [`${folder}/a.ts`]: `const b = await import("./b.ts");`,
      [`${folder}/b.ts`]: importing("./a.ts"),
      [`${folder}/itself.ts`]: importing("./itself.ts"),
    }, [
      `${folder}/a.ts -> ${folder}/b.ts -> ${folder}/a.ts`,
      `${folder}/itself.ts -> ${folder}/itself.ts`,
    ]);
  }
  expectFindings(importCycles, {
    "src/thread.ts": `new Worker(import.meta.resolve("./worker.ts"));`,
    "src/worker.ts": importing("./thread.ts"),
  }, []);
});

Deno.test("a cycle of folders in the table is found, but not of a folder and its own folders", () => {
  const table = { "src/pipeline": ["src/pipeline/steps"], "src/pipeline/steps": ["src/pipeline"] };
  assert.deepEqual(folderCycles(table), []);
  assert.deepEqual(
    folderCycles({
      ...table,
      "src/pipeline": ["src/pipeline/steps", "src/output"],
      "src/output": ["src/database/batches"],
      "src/database/batches": ["src/pipeline/steps"],
    }),
    [
      "src/pipeline -> src/output -> src/database/batches -> src/pipeline/steps -> src/pipeline",
      "src/output -> src/database/batches -> src/pipeline/steps -> src/pipeline -> src/output",
      "src/database/batches -> src/pipeline/steps -> src/pipeline -> src/output -> " +
      "src/database/batches",
    ],
  );
});
