/** The default limit of Unix systems. */
const fallback = 1024;

/** How many files and connections this process may have open; Deno raises it to the hard limit. */
export async function openFileLimit(): Promise<number> {
  if (Deno.build.os === "windows") return fallback;
  try {
    const { stdout } = await new Deno.Command("/bin/sh", { args: ["-c", "ulimit -n"] }).output();
    const text = new TextDecoder().decode(stdout).trim();
    return text === "unlimited" ? Infinity : Number(text) || fallback;
  } catch {
    return fallback;
  }
}
