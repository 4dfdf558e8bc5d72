import { fileURLToPath } from "node:url";
import { run } from "../tools.ts";

const source = fileURLToPath(new URL("../../..", import.meta.url));

/**
 * Compiles the program as its tasks do. The base of compiled programs cannot be had where the
 * tests run, so a Deno of the target's system stands in for it: all but the last step.
 */
export async function compileProgram(
  output: string,
  target?: string,
  base = Deno.execPath(),
): Promise<void> {
  const script = `${source}/scripts/compile.ts`;
  const allowed = ["--allow-read", "--allow-write", "--allow-run", "--allow-env"];
  await run("env", [
    "-C",
    source,
    `DENORT_BIN=${base}`,
    Deno.execPath(),
    "run",
    "--quiet",
    "--no-prompt",
    ...allowed,
    script,
    output,
    ...(target ? [target] : []),
  ]);
}
