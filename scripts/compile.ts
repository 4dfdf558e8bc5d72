/**
 * Compiles the program to one file: `deno task compile [platform [output]]`. Without a platform,
 * the file is for this machine. Downloads packages, and Deno's runtime for compiled programs unless
 * DENORT_BIN is set.
 */
import { resolve } from "node:path";
import { layOut } from "./compile/lay_out.ts";
import { runDeno } from "./compile/run_deno.ts";
import { targets } from "./compile/targets.ts";

const os = { darwin: "macos", windows: "windows" }[Deno.build.os as string] ?? "linux";
const here = `${os}-${Deno.build.arch === "aarch64" ? "arm64" : "x64"}`;
const [platform = here] = Deno.args;
const defaultOutput = Deno.args.length === 0
  ? "dist/dicom-intake"
  : `dist/dicom-intake-${platform}`;
const output = Deno.args[1] ?? defaultOutput;
const target = targets.get(platform);
if (!target) {
  const text = `Unknown platform ${platform}. Use one of these: ${
    [...targets.keys()].join(", ")
  }.\n`;
  await Deno.stderr.write(new TextEncoder().encode(text));
  Deno.exit(2);
}

const directory = Deno.makeTempDirSync({ prefix: "dicom-intake-compile-" });
try {
  layOut(directory, target);
  runDeno(directory, [
    "compile",
    "-q",
    "--no-prompt",
    "--no-check",
    "--v8-flags=--max-semi-space-size=2,--heap-growing-percent=20",
    "-P=intake",
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
