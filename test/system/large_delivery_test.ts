import assert from "node:assert/strict";
import { readManifest } from "../../src/output/manifest.ts";
import { writeMultiFrame } from "../support/dicom/multi_frame.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { objectStore, storeUser } from "../support/servers/object_store.ts";
import { stowServer } from "../support/servers/stow_server.ts";
import { tempDir } from "../support/temp_dir.ts";
import { run } from "../support/tools.ts";

/** Megabytes; `LARGE_DELIVERY=2048` sends two gigabytes, which takes its time. */
const frames = Number(Deno.env.get("LARGE_DELIVERY") ?? 400);
const most = 300 << 20;

/** The most memory that a process ever had, in bytes. Deno itself may not read this file. */
async function peakMemory(pid: number): Promise<number> {
  const status = await run("cat", [`/proc/${pid}/status`]);
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(status) ?? [];
  return Number(kilobytes) * 1024;
}

Deno.test("an image larger than the memory it may take goes to a DICOMweb server and to a bucket", async () => {
  using directory = tempDir();
  await using server = await stowServer(() => "store");
  await using store = await objectStore(`${directory.path}/store`, "research");
  const credentials = `${directory.path}/credentials`;
  const line = `${store.host} s3 ${storeUser.key}:${storeUser.secret}\n`;
  Deno.writeTextFileSync(credentials, line, { mode: 0o600 });
  const intake = new IntakeUnderTest(directory.path, {
    SETTLE: "0",
    TEXT: "off",
    DELIVER_CREDENTIALS: credentials,
    DELIVER_TO: `dicomweb+http://${server.host},s3://research?endpoint=http://${store.host}`,
  });
  Deno.mkdirSync(`${intake.inbox}/ST-1.tmp1`);
  writeMultiFrame(`${intake.inbox}/ST-1.tmp1/1.dcm`, frames);
  Deno.renameSync(`${intake.inbox}/ST-1.tmp1`, `${intake.inbox}/ST-1`);
  await using queue = intake.start("queue", ["--follow"]);
  await queue.untilEnded(1);
  const peak = await peakMemory(queue.pid);
  await queue.stop();
  const [code = ""] = [...Deno.readDirSync(`${directory.path}/output`)].map(({ name }) => name);
  const lines = await Array.fromAsync(readManifest(`${directory.path}/output/${code}`));
  const [image] = lines.flat();
  assert.ok(image && image.bytes > frames << 20);
  assert.deepEqual([...server.stored.values()], [[image.sha256]]);
  assert.equal((await store.objects())[`${code}/${image.path}`], image.sha256);
  assert.equal(filesBelow(`${directory.path}/output`).length, 2);
  assert.ok(peak < most, `${peak >> 20} MB`);
});
