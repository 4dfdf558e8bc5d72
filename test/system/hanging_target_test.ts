import assert from "node:assert/strict";
import { batchCode, PseudonymKey } from "../../src/deidentify/pseudonyms/pseudonym_key.ts";
import { readKeyFile } from "../../src/deidentify/pseudonyms/key_ring.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { fixedKey } from "../support/program/outcome.ts";
import { hangAt, type Moment } from "../support/host/strace.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";
import { webUrl } from "../support/web/web.ts";

const ignore = missingTools("strace");
const hangSeconds = 300;

/** A system call at a target or at OUTPUT_BASE, as on a file server that does not answer. */
const moments: Readonly<Record<string, (directory: string, code: string) => Moment>> = {
  "the file system of a target": (at, code) => ({ call: "statx", path: `${at}/target/${code}` }),
  "the file system of a target, when a file is created,": (at, code) => (
    { call: "openat", path: `${at}/target/${code}.tmp1/manifest.jsonl` }
  ),
  "the file system of OUTPUT_BASE": (at, code) => (
    { call: "rename", path: `${at}/output/${code}.tmp1` }
  ),
  "the file system of OUTPUT_BASE, when the manifest is written,": (at, code) => (
    { call: "write", path: `${at}/output/${code}.tmp1/manifest.jsonl` }
  ),
  "the file system of OUTPUT_BASE, when a directory is synced,": (at, code) => (
    { call: "fsync", path: `${at}/output/${code}.tmp1` }
  ),
};

for (const [what, momentOf] of Object.entries(moments)) {
  Deno.test({
    name: `while ${what} hangs, other Batches are processed, and a stopped process ends in time`,
    ignore,
    async fn() {
      using directory = tempDir();
      const { path } = directory;
      Deno.mkdirSync(`${path}/target`);
      const key = fixedKey(path);
      const env = {
        SETTLE: "0",
        GRACE: "1",
        LOG_LEVEL: "debug",
        WEB_LISTEN: "127.0.0.1:0",
        ...key,
      };
      const intake = new IntakeUnderTest(path, { ...env, DELIVER_TO: `file://${path}/target` });
      const codeOf = (uid: string): string =>
        batchCode(new PseudonymKey(readKeyFile(key.DEID_KEY_FILE)), uid);
      const database = await intake.database();
      dropStudy(intake.inbox, "ST-1", 1, 2);
      const moment = momentOf(path, codeOf("ST-1"));
      await using watch = intake.startUnder(hangAt(moment, hangSeconds), "watch", ["--serve"]);
      const { pid = 0 } = await watch.until(({ event }) => event === "watch.started");
      try {
        await watch.until(({ event }) => event === "batch.progressed");
        dropStudy(intake.inbox, "ST-2", 2, 2);
        await within(
          60_000,
          watch.until(({ batch, status }) => batch === codeOf("ST-2") && status === "DONE"),
        );
        const ended = watch.log.filter(({ status }) => status === "DONE");
        assert.deepEqual(ended.map(({ batch }) => batch), [codeOf("ST-2")], "the other one waits");
        const { status, body } = await fetch(`${await webUrl(watch)}/healthz`);
        await body?.cancel();
        assert.equal(status, 200);
        const startedAt = performance.now();
        Deno.kill(pid, "SIGTERM");
        await within(20_000, untilEnded(pid));
        // GRACE and five seconds, and as much again for a busy machine
        assert.ok(performance.now() - startedAt < 12_000);
      } finally {
        kill(pid); // it would outlive strace
        await database.close();
      }
    },
  });
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const overdue = Promise.withResolvers<never>();
  const timer = setTimeout(() => overdue.reject(new Error(`not within ${ms} ms`)), ms);
  promise.catch(() => {}); // it may reject after the time has passed
  try {
    return await Promise.race([promise, overdue.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until a process has ended; strace keeps the thread that hangs, so it stays as a zombie. */
async function untilEnded(pid: number): Promise<void> {
  for (;;) {
    const ps = await new Deno.Command("ps", { args: ["-o", "stat=", "-p", `${pid}`] }).output();
    const state = new TextDecoder().decode(ps.stdout).trim();
    if (state === "" || state.startsWith("Z")) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function kill(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch {
    // it has ended
  }
}
