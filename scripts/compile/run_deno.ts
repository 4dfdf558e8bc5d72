/** Runs Deno in a directory and returns its output. Throws an Error with its messages if it fails. */
export function runDeno(directory: string, args: readonly string[]): string {
  const command = new Deno.Command(Deno.execPath(), { args: [...args], cwd: directory });
  const { success, stdout, stderr } = command.outputSync();
  if (!success) throw new Error(`deno ${args[0]}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}
