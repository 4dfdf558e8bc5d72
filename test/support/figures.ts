/**
 * Notes what a test has measured, for the table of `deno task test:chaos`: a line in the file
 * that FIGURES names. Without it nothing is noted.
 */
export function figure(what: string, value: number | string): void {
  const file = Deno.env.get("FIGURES");
  if (!file) return;
  Deno.writeTextFileSync(file, `${JSON.stringify({ what, value })}\n`, { append: true });
}

/** How much of a soak is done: the short form in the suite, more by an environment variable. */
export function amount(variable: string, short: number): number {
  return Number(Deno.env.get(variable) || short);
}
