import { fileURLToPath } from "node:url";
import { digests } from "../files/output_tree.ts";
import { TextLineStream } from "../text_lines.ts";
import { freePort } from "./orthanc.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const suffix = "._S3rver_object";

export const storeUser = { key: "S3RVER", secret: "S3RVER" };

/**
 * An S3 server on a loopback port, with one bucket, for one test; it knows keys, not signatures.
 */
export interface ObjectStore extends AsyncDisposable {
  readonly host: string;
  /** SHA-256 of every object, by its key. */
  objects(): Promise<Record<string, string>>;
}

export async function objectStore(directory: string, bucket: string): Promise<ObjectStore> {
  const port = freePort();
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--quiet",
      "test/support/servers/run_s3rver.ts",
      directory,
      String(port),
      bucket,
    ],
    cwd: root,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextLineStream()).values();
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    if (line.value.includes("listening")) break;
  }
  const draining = (async () => {
    while (!(await lines.next()).done);
  })();
  return {
    host: `127.0.0.1:${port}`,
    async objects(): Promise<Record<string, string>> {
      const files = Object.entries(await digests(`${directory}/${bucket}`));
      return Object.fromEntries(
        files.flatMap(([path, digest]) =>
          path.endsWith(suffix) ? [[path.slice(0, -suffix.length), digest]] : []
        ),
      );
    },
    async [Symbol.asyncDispose](): Promise<void> {
      child.kill("SIGKILL");
      await child.status;
      await draining;
    },
  };
}
