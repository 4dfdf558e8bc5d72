import assert from "node:assert/strict";
import { exists } from "../../src/system/paths.ts";
import { announceProcess, runningProcesses } from "../../src/system/running_processes.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools, run } from "../support/tools.ts";

const ignore = missingTools("psql");

Deno.test("watch --detach works in the background until stop, which reports the server's end too", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  const detached = await intake.run("watch", "--detach");
  assert.match(detached.stdout, /in the background: process \d+, log .*watch\.log/);
  assert.match((await intake.run("status")).stdout, /running: +watch \(process \d+/);
  assert.equal((await intake.run("status", "--check")).code, 0);
  const stopped = await intake.run("stop");
  assert.equal(stopped.code, 0);
  assert.match(stopped.stdout, /watch \(process \d+\): stopped/);
  assert.match(stopped.stdout, /private PostgreSQL: stopped/);
  assert.match(Deno.readTextFileSync(`${intake.stateDir}/watch.log`), /watch\.stopped/);
  assert.match((await intake.run("stop")).stdout, /no process was running/);
  assert.equal((await intake.run("status", "--check")).code, 1);
});

Deno.test("watch --detach that cannot start says why and gives the exit code", async () => {
  using directory = tempDir();
  const key = { DATABASE_URL: "postgres://127.0.0.1:1/x", DEID_KEY_FILE: `${directory.path}/none` };
  const { code, stderr } = await new IntakeUnderTest(directory.path, key).run("watch", "--detach");
  assert.equal(code, 2);
  assert.match(stderr, /KEY_FILE/);
});

Deno.test("the pid file of a process that was killed deceives nobody", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  const watch = intake.start("watch");
  await watch.until(({ event }) => event === "inbox.found");
  await watch.stop("SIGKILL");
  assert.equal([...Deno.readDirSync(`${intake.stateDir}/run`)].length, 1);
  const stopped = await intake.run("stop");
  assert.match(stopped.stdout, /no process was running\nprivate PostgreSQL: stopped/);
  assert.equal([...Deno.readDirSync(`${intake.stateDir}/run`)].length, 0);
});

Deno.test("a process whose entry was tidied away shows itself again", async () => {
  using directory = tempDir();
  const run = `${directory.path}/run`;
  Deno.mkdirSync(run);
  using announcement = announceProcess(run, "watch", 10);
  announcement.ready();
  using events = Deno.watchFs(directory.path);
  Deno.removeSync(run, { recursive: true });
  for await (const _ of events) {
    if (exists(run) && runningProcesses(run).length === 1) break;
  }
  assert.equal(runningProcesses(run)[0]?.pid, Deno.pid);
});

Deno.test("stop leaves a process of another host, or container, alone and says where it is", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, {
    DATABASE_URL: "postgres://nobody@nowhere/",
  });
  Deno.mkdirSync(`${intake.stateDir}/run`, { recursive: true });
  const entry = `${intake.stateDir}/run/watch-elsewhere-${Deno.pid}.json`;
  const text = { command: "watch", pid: Deno.pid, host: "elsewhere", startedAt: "2026-01-01" };
  Deno.writeTextFileSync(entry, JSON.stringify(text));
  using file = Deno.openSync(entry, { read: true, write: true });
  file.lockSync(true);
  const { code, stdout } = await intake.run("stop");
  assert.deepEqual([code, stdout], [
    0,
    `watch (process ${Deno.pid}) runs on elsewhere: stop it on that host\n`,
  ]);
});

Deno.test({
  name: "a second process and psql work beside the first, on the private server",
  ignore,
  async fn() {
    using directory = tempDir();
    const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
    await using watch = intake.start("watch");
    await watch.until(({ event }) => event === "inbox.found");
    const psql = ["-h", intake.stateDir, "-U", "dicom_intake", "-Atc", "show server_version"];
    assert.match(await run("psql", psql), /^18/);
    assert.equal((await intake.run("status")).code, 0);
    const second = new IntakeUnderTest(directory.path, { SETTLE: "0" });
    const inbox = `${directory.path}/second`;
    Deno.mkdirSync(inbox);
    dropStudy(inbox, "ST-1", 1);
    assert.equal((await second.run("queue", "--data-base", inbox)).code, 0);
    assert.equal((await watch.stop()).code, 0);
    assert.match((await intake.run("stop")).stdout, /private PostgreSQL: not running/);
  },
});

Deno.test("help of every command names its settings; the version is shown", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  for (const name of ["watch", "queue", "stop", "status", "errors", "retry", "demo"] as const) {
    const { code, stdout } = await intake.run(name, "--help");
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`Usage: deno task ${name}`));
  }
  assert.match((await intake.run("watch", "--help")).stdout, /--scan-every <seconds> +SCAN_EVERY/);
});

Deno.test("the demo ends with every Batch DONE or EMPTY, and status agrees", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(`${directory.path}/demo`);
  const args = ["--studies", "4", "--images", "3", "--directory", intake.directory];
  const demo = await intake.run("demo", ...args);
  assert.equal(demo.code, 0, demo.stderr);
  const { stdout } = await intake.run("status", "--json");
  const { batches, images } = JSON.parse(stdout);
  assert.deepEqual(batches, {
    NEW: 0,
    QUEUE: 0,
    PROCESSING: 0,
    DONE: 5,
    EMPTY: 1,
    ERROR: 0,
    DELIVERING: 0,
    REVIEW: 0,
  });
  assert.equal(images, 15);
});
