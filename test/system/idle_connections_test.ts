import assert from "node:assert/strict";
import { figure } from "../support/figures.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { webUrl } from "../support/web/web.ts";

const served = { WEB_LISTEN: "127.0.0.1:0" };
const hostname = "127.0.0.1";

/** Opens connections that say nothing, as far as the other side lets it. */
async function idleConnections(port: number, count: number): Promise<Deno.Conn[]> {
  const open = await Promise.all(
    Array.from({ length: count }, () => Deno.connect({ hostname, port }).catch(() => undefined)),
  );
  return open.filter((connection) => connection !== undefined);
}

Deno.test("1,000 idle connections to watch --serve end nothing: a Batch is delivered meanwhile, the page answers after", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, served);
  const few = ["/bin/sh", "-c", 'ulimit -n 256; exec "$@"', "sh"];
  await using watch = intake.startUnder(few, "watch", ["--serve"]);
  const url = await webUrl(watch);
  const connections = await idleConnections(Number(new URL(url).port), 1000);
  assert.ok(connections.length > 0);
  dropStudy(intake.inbox, "ST000001", 1);
  await watch.until(({ event }) => event === "batch.finished");
  let page = 0;
  while (page !== 200) {
    page = await fetch(`${url}/healthz`).then(async (response) => {
      await response.body?.cancel();
      return response.status;
    }, () => 0);
  }
  for (const connection of connections) connection.close();
  const { code } = await watch.stop();
  assert.equal(code, 0);
  figure("idle connections to the web page", 1000);
});
