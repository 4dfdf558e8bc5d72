/**
 * Compiles the program to one file: `compile.ts [output [target]]`; the default target is this
 * machine. Downloads packages, and Deno's runtime for compiled programs unless DENORT_BIN is set.
 */
import { resolve } from "node:path";
import config from "../deno.json" with { type: "json" };
import { layOut } from "./compile/lay_out.ts";
import { runDeno } from "./compile/run_deno.ts";
import { targets } from "./compile/targets.ts";

const os = { darwin: "macos", windows: "windows" }[Deno.build.os as string] ?? "linux";
const here = `${os}-${Deno.build.arch === "aarch64" ? "arm64" : "x64"}`;
const [output = "dist/dicom-intake", name = here] = Deno.args;
const target = targets[name];
if (!target) {
  throw new TypeError(`unknown target ${name}; targets: ${Object.keys(targets).join(", ")}`);
}

const directory = Deno.makeTempDirSync({ prefix: "dicom-intake-compile-" });
try {
  layOut(directory, target);
  const permissions = config.tasks.watch.match(/--allow-\S+/g) ?? [];
  runDeno(directory, [
    "compile",
    "--quiet",
    "--no-prompt",
    "--no-check",
    ...permissions,
    "--self-extracting",
    "--include",
    "deploy/runtime.ts",
    "--target",
    target.triple,
    "--output",
    resolve(output),
    "main.ts",
  ]);
} finally {
  Deno.removeSync(directory, { recursive: true });
}
