import assert from "node:assert/strict";
import { folderCycles, importCycles } from "./support/architecture/cycles.ts";
import { wrongDirections } from "./support/architecture/directions.ts";
import { folderTable } from "./support/architecture/folder_table.ts";
import { rxjsOutsideStreams, sqlOutsideDatabase } from "./support/architecture/libraries.ts";
import { readSources } from "./support/architecture/read_sources.ts";
import {
  longFiles,
  longFunctions,
  longLines,
  spreadLiterals,
} from "./support/architecture/sizes.ts";
import { sourceTree } from "./support/architecture/source_tree.ts";
import { unreachableFiles, unusedHelpers } from "./support/architecture/unused_files.ts";

// test/architecture/ breaks each of these rules on purpose, in trees made up for it.

const program = sourceTree(readSources(new URL("..", import.meta.url).pathname));

Deno.test("files import only what the table of folders allows", () => {
  assert.deepEqual(wrongDirections(program, folderTable), []);
});

Deno.test("only src/database contains SQL", () => {
  assert.deepEqual(sqlOutsideDatabase(program), []);
});

Deno.test("only streams imports rxjs", () => {
  assert.deepEqual(rxjsOutsideStreams(program), []);
});

Deno.test("no files and no folders import each other in a cycle", () => {
  assert.deepEqual(importCycles(program), []);
  assert.deepEqual(folderCycles(folderTable), []);
});

Deno.test("every file of src and streams is reached from main.ts", () => {
  assert.deepEqual(unreachableFiles(program), []);
});

Deno.test("every file of test/support and bench is used", () => {
  assert.deepEqual(unusedHelpers(program), []);
});

Deno.test("functions have at most 50 lines", () => {
  assert.deepEqual(longFunctions(program), []);
});

Deno.test("lines have at most 100 columns", () => {
  assert.deepEqual(longLines(program), []);
});

Deno.test("files have at most 200 lines, files of tests 400", () => {
  assert.deepEqual(longFiles(program), []);
});

Deno.test("no literal is spread into another to please the formatter", () => {
  assert.deepEqual(spreadLiterals(program), []);
});
