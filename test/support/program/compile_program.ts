import config from "../../../deno.json" with { type: "json" };
import { fileURLToPath } from "node:url";
import { run } from "../tools.ts";

const source = fileURLToPath(new URL("../../..", import.meta.url));

/**
 * Compiles the program as `deno task compile` does. The base of compiled programs cannot be
 * downloaded where the tests run, so a Deno of the target's system replaces it.
 */
export async function compileProgram(
  output: string,
  platform: string,
  base = Deno.execPath(),
): Promise<void> {
  const [, ...words] = config.tasks.compile.command.split(" ");
  const variables = ["-C", source, `DENORT_BIN=${base}`];
  await run("env", [...variables, Deno.execPath(), ...words, platform, output]);
}
