import { run } from "../test/support/tools.ts";

/** How long a program runs; throws when it fails. */
export async function seconds(program: string, args: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  await run(program, args);
  return (performance.now() - startedAt) / 1000;
}
