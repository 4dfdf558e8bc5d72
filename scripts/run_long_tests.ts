import { fileURLToPath } from "node:url";

/** How a run of tests ended. */
export interface LongRun {
  readonly code: number;
  /** The lines of JSON in which the tests state their figures. */
  readonly figures: string;
}

/**
 * Runs tests with large amounts, which are environment variables; those that are set already stay
 * as they are.
 */
export async function runLongTests(
  amounts: Readonly<Record<string, string>>,
  tests: readonly string[],
): Promise<LongRun> {
  const runner = fileURLToPath(import.meta.resolve("./run_tests.ts"));
  const path = Deno.makeTempFileSync({ prefix: "dicom-intake-figures-" });
  const env = Object.fromEntries(
    Object.entries(amounts).map(([name, amount]) => [name, Deno.env.get(name) ?? amount]),
  );
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", "-P=test", runner, ...tests],
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    env: { ...env, FIGURES: path },
  }).spawn().status;
  const figures = Deno.readTextFileSync(path);
  Deno.removeSync(path);
  return { code, figures };
}
