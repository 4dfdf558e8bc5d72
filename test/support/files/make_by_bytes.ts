import { run } from "../tools.ts";

/**
 * Makes a file and a directory with names of any bytes, which the runtime cannot: names are
 * formats of printf, with bytes in octal, `M\\334LLER`.
 */
export async function makeByBytes(directory: string, file: string, folder: string): Promise<void> {
  const script = 'cd "$1"; mkdir "$(printf "$3")"; echo x >"$(printf "$2")"';
  await run("sh", ["-c", script, "sh", directory, file, folder]);
}
