import { freeBytes } from "../../../src/output/free_bytes.ts";
import { run } from "../tools.ts";

/** A file system of its own, of so many megabytes, that can be filled up. */
export interface SmallDisk extends AsyncDisposable {
  /** Fills it up to so many bytes of room. */
  readonly leave: (bytes: number) => Promise<void>;
  /** Makes room again. */
  readonly empty: () => void;
}

/** Whether file systems may be mounted here; says so when not. */
export async function mayMount(): Promise<boolean> {
  const args = ["-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"];
  const command = new Deno.Command("unshare", { args, stderr: "null" });
  const may = Deno.uid() === 0 &&
    await command.output().then(({ success }) => success, () => false);
  // deno-lint-ignore no-console
  if (!may) console.warn("tests are left out: they mount file systems, which needs root");
  return may;
}

export async function smallDisk(path: string, megabytes: number): Promise<SmallDisk> {
  Deno.mkdirSync(path, { recursive: true });
  await run("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=755`, "tmpfs", path]);
  const ballast = `${path}/.ballast`;
  return {
    leave: async (bytes) => {
      const room = await freeBytes(path);
      if (room > bytes) await run("fallocate", ["-l", String(room - bytes), ballast]);
    },
    empty: () => Deno.removeSync(ballast),
    [Symbol.asyncDispose]: async () => void await run("umount", [path]),
  };
}
