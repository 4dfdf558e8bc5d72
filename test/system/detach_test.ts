import assert from "node:assert/strict";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { run } from "../support/tools.ts";
import { ask } from "../support/web/web.ts";

const served = { WEB_LISTEN: "127.0.0.1:0" };

/** Waits until a process is gone: `stop` returns a moment before it has closed its log. */
async function ended(pid: string | undefined): Promise<void> {
  if (pid) await run("tail", ["--pid", pid, "-f", "/dev/null"]);
}

Deno.test("watch --detach prints the page's address, and a second start on its STATE_DIR is refused", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, served);
  const first = await intake.run("watch", "--detach", "--serve");
  try {
    assert.equal(first.code, 0, first.stderr);
    const [, url = ""] = /web page: (http:\S+)/.exec(first.stdout) ?? [];
    assert.equal((await ask(`${url}/healthz`)).status, 200);
    const second = await intake.run("watch", "--detach", "--serve");
    assert.equal(second.code, 2);
    assert.match(
      second.stderr,
      /watch is already running for STATE_DIR \S+: process \d+.*\n.*deno task stop/,
    );
    assert.match(
      (await intake.run("status")).stdout,
      /running: +watch \(process \d+[^,]*, [^,]*$/m,
    );
  } finally {
    await intake.run("stop");
    await ended(/process (\d+)/.exec(first.stdout)?.[1]);
  }
});

Deno.test("watch --detach that cannot start shows the whole error, whatever an older log holds", async () => {
  using directory = tempDir();
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const intake = new IntakeUnderTest(directory.path, {
    WEB_LISTEN: `127.0.0.1:${taken.addr.port}`,
  });
  Deno.mkdirSync(intake.stateDir, { recursive: true });
  Deno.writeTextFileSync(`${intake.stateDir}/watch.log`, "an old line\n");
  const { code, stderr } = await intake.run("watch", "--detach", "--serve");
  assert.notEqual(code, 0);
  assert.match(
    stderr,
    /port \d+ is already in use \(WEB_LISTEN=127\.0\.0\.1:\d+\)\n +choose another port.*\[LISTEN\]/,
  );
  assert.doesNotMatch(stderr, /an old line/);
});
