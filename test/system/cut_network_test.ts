import assert from "node:assert/strict";
import { debianServer, debianServerTools } from "../support/database/debian_server.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { fixedKey } from "../support/program/outcome.ts";
import { tcpProxy } from "../support/servers/tcp_proxy.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools(...debianServerTools);

for (const name of ["watch", "queue", "serve"] as const) {
  Deno.test({
    name: `${name} stops although the network to its database is cut`,
    ignore,
    async fn() {
      using directory = tempDir();
      await using server = await debianServer(directory.path);
      await using proxy = await tcpProxy(server.port);
      const intake = new IntakeUnderTest(directory.path, {
        DATABASE_URL: `postgres://site@127.0.0.1:${proxy.port}/postgres`,
        SETTLE: "0",
        GRACE: "2",
        WEB_LISTEN: "127.0.0.1:0",
        ...fixedKey(directory.path),
      });
      await using running = intake.start(name, name === "queue" ? ["--follow"] : []);
      dropStudy(intake.inbox, "ST-1", 1);
      if (name === "serve") await running.until(({ event }) => event === "web.started");
      else await running.untilEnded(1);
      proxy.stall();
      const startedAt = performance.now();
      assert.equal((await running.stop()).code, 0);
      assert.ok(performance.now() - startedAt < 45_000);
    },
  });
}
