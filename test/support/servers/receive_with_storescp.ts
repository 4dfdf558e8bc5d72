import { syntheticStudy } from "../../../src/cli/demo/synthetic_study.ts";
import { run } from "../tools.ts";

/**
 * Receives three images with storescp into a folder that is not finished, as a site would,
 * and renames it when the sender has ended. Returns nothing; the folder is at `finished`.
 */
export async function receiveWithStorescp(finished: string, scratch: string): Promise<void> {
  const unfinished = `${finished}.tmp1`;
  const outbox = `${scratch}/outbox`;
  for (const path of [unfinished, outbox]) Deno.mkdirSync(path, { recursive: true });
  for (const { name, bytes } of syntheticStudy({ number: 4712, images: 3, size: 32 })) {
    Deno.writeFileSync(`${outbox}/${name}`, bytes);
  }
  const port = String(freePort());
  const receiver = new Deno.Command("storescp", {
    args: ["-od", unfinished, port],
    stdout: "null",
    stderr: "null",
  }).spawn();
  await sendUntilAccepted(port, outbox);
  receiver.kill("SIGTERM");
  await receiver.status;
  Deno.renameSync(unfinished, finished);
}

/** It does not say when it listens, so the first attempts may be refused. */
async function sendUntilAccepted(port: string, outbox: string): Promise<void> {
  for (let attempt = 1;; attempt++) {
    try {
      await run("storescu", ["+sd", "127.0.0.1", port, outbox]);
      return;
    } catch (error) {
      if (attempt === 300) throw error;
    }
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
