/** What every Unix has. */
const usual = 1024;

/** How many files and connections this process may have open: Deno has raised it to the hard limit. */
export async function openFileLimit(): Promise<number> {
  if (Deno.build.os === "windows") return usual;
  try {
    const { stdout } = await new Deno.Command("/bin/sh", { args: ["-c", "ulimit -n"] }).output();
    const text = new TextDecoder().decode(stdout).trim();
    return text === "unlimited" ? Infinity : Number(text) || usual;
  } catch {
    return usual;
  }
}
