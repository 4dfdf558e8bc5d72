import assert from "node:assert/strict";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { ask, webUrl } from "../support/web/web.ts";

Deno.test("with only serve running, status says first that no worker is running, and --check fails", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { WEB_LISTEN: "127.0.0.1:0" });
  await using serve = intake.start("serve");
  const url = await webUrl(serve);
  const alone = await intake.run("status", "--check");
  assert.equal(alone.code, 1);
  assert.match(alone.stdout, /^NO WORKER IS RUNNING\. /);
  assert.match((await ask(url)).text, /No worker is running/);
  assert.match((await ask(`${url}/metrics`)).text, /\ndicom_intake_processes 0\n/);

  await using watch = intake.start("watch");
  await watch.until(({ event }) => event === "inbox.found");
  const both = await intake.run("status", "--check");
  assert.equal(both.code, 0);
  assert.doesNotMatch(both.stdout, /NO WORKER/);
  assert.match((await ask(`${url}/metrics`)).text, /\ndicom_intake_workers 1\n/);
  assert.doesNotMatch((await ask(url)).text, /No worker is running/);
  await watch.stop();
  await serve.stop();
});
