import { copyFileSync, cpSync, globSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import config from "../../deno.json" with { type: "json" };
import { runDeno } from "./run_deno.ts";
import type { Target } from "./targets.ts";

const source = join(import.meta.dirname ?? ".", "../..");
const entries = ["main.ts", "deploy/runtime.ts"];
const graph = z.object({ modules: z.array(z.object({ npmPackage: z.string().optional() })) });

/**
 * Lays out in an empty directory what a compiled program holds: the sources, the packages that
 * they import and no others, at the versions of the lock file, with the target's PostgreSQL.
 * `deno compile` embeds all of `node_modules`, so it must not be the one of a clone.
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
  Deno.writeTextFileSync(join(directory, "deno.json"), JSON.stringify({ ...config, imports }));
  runDeno(directory, ["install", "--quiet", "--os", target.os, "--arch", target.arch]);
  // Deno 2.9.6 runs out of stack over one file of them
  const tests = globSync("node_modules/.deno/bintrees@*/node_modules/bintrees/test", {
    cwd: directory,
  });
  for (const path of tests) rmSync(join(directory, path), { recursive: true });
}

/** As the registry knows them, without the versions of what they work beside. */
function packagesOf(entry: string): string[] {
  const { modules } = graph.parse(JSON.parse(runDeno(source, ["info", "--json", entry])));
  return modules.flatMap(({ npmPackage }) => npmPackage?.split("_", 1) ?? []);
}

/** Those of deno.json that name a package of the graph. */
function importsOf(packages: ReadonlySet<string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config.imports).filter(([, specifier]) =>
      packages.has(/^npm:\/?(@?[^@]+@[^/]+)/.exec(specifier)?.[1] ?? "")
    ),
  );
}
