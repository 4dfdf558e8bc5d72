import { filesBelow } from "../files/output_tree.ts";
import { TextLineStream } from "../text_lines.ts";
import { freePort } from "./orthanc.ts";

/** dcmtk's storescp on a loopback port, which keeps what it receives bit by bit. */
export interface StoreScp extends AsyncDisposable {
  readonly url: URL;
  /** The data sets it has received, by SOPInstanceUID, without the file meta groups. */
  received(): Map<string, Uint8Array>;
}

/** What it accepts and how it fails is up to `options`, storescp's own. */
export async function storeScp(
  directory: string,
  options: readonly string[] = ["+xa"],
  port = freePort(),
): Promise<StoreScp> {
  Deno.mkdirSync(directory, { recursive: true });
  const child = new Deno.Command("storescp", {
    args: ["-v", "+B", "-od", directory, ...options, String(port)],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const draining = [child.stdout, child.stderr].map(async (stream) => {
    for await (const _ of stream.pipeThrough(new TextLineStream()));
  });
  await untilListening(port);
  return {
    url: new URL(`dimse://STORESCP@127.0.0.1:${port}`),
    received: () =>
      new Map(
        filesBelow(directory).map((name) => {
          const bytes = Deno.readFileSync(`${directory}/${name}`);
          const length = new DataView(bytes.buffer).getUint32(140, true);
          return [name.replace(/^[A-Za-z]*\./, ""), bytes.subarray(144 + length)];
        }),
      ),
    async [Symbol.asyncDispose](): Promise<void> {
      child.kill("SIGKILL");
      await child.status;
      await Promise.all(draining);
    },
  };
}

/** It does not say when it listens: the first attempts may be refused. */
async function untilListening(port: number): Promise<void> {
  for (const begun = performance.now();;) {
    try {
      using _ = await Deno.connect({ hostname: "127.0.0.1", port });
      return;
    } catch (error) {
      if (performance.now() - begun > 30_000) throw error;
    }
  }
}
