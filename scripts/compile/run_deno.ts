/** Runs this Deno in a directory; throws with what it said when it fails. Returns its output. */
export function runDeno(directory: string, args: readonly string[]): string {
  const command = new Deno.Command(Deno.execPath(), { args: [...args], cwd: directory });
  const { success, stdout, stderr } = command.outputSync();
  if (!success) throw new Error(`deno ${args[0]}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}
