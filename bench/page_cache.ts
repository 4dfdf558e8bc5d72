import { run } from "../test/support/tools.ts";

/**
 * Writes a file as large as four times the load, so that its pages are allocated. A virtual machine
 * may have returned free memory to its host, and the first program to fill the page cache would be
 * slower.
 */
export async function touchMemory(path: string, bytes: number): Promise<void> {
  const megabytes = Math.ceil(bytes * 4 / 2 ** 20);
  await run("dd", ["if=/dev/zero", `of=${path}`, "bs=1M", `count=${megabytes}`, "status=none"]);
  Deno.removeSync(path);
}

/** Reads a load, so that each program finds it in the page cache, and writes all that is dirty. */
export async function readAndSync(source: string): Promise<void> {
  await run("sh", ["-c", `cat ${source}/*/*/* >/dev/null; sync`]);
}
