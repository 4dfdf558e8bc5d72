import assert from "node:assert/strict";
import { dropFolder } from "../../src/cli/demo/synthetic_study.ts";
import { ascii, encodeFile, plainEncodings } from "../support/dicom/encode_data_set.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { digests } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { randomNumbers } from "../support/random_numbers.ts";
import { faultyProxy, someFaults } from "../support/servers/faulty_proxy.ts";
import { objectStore, storeUser } from "../support/servers/object_store.ts";
import { tempDir } from "../support/temp_dir.ts";

function prepare(directory: string, host: string, key = storeUser.key): IntakeUnderTest {
  const DELIVER_CREDENTIALS = `${directory}/credentials`;
  Deno.writeTextFileSync(DELIVER_CREDENTIALS, `${host} s3 ${key}:${storeUser.secret}\n`, {
    mode: 0o600,
  });
  const DELIVER_TO = `s3://research/a/deep%20prefix?endpoint=http://${host}&region=eu-central-1`;
  const env = {
    SETTLE: "0",
    LOG_LEVEL: "debug",
    DELIVERY_TIMEOUT: "3",
    DELIVER_CREDENTIALS,
  };
  return new IntakeUnderTest(directory, { ...env, DELIVER_TO });
}

/** The output as the keys and contents that a bucket should have. */
async function expected(intake: IntakeUnderTest): Promise<Record<string, string>> {
  const files = Object.entries(await digests(`${intake.directory}/output`));
  return Object.fromEntries(files.map(([path, digest]) => [`a/deep prefix/${path}`, digest]));
}

/** An image of 40 MB, larger than what is sent at once. */
function largeImage(): { name: string; bytes: Uint8Array } {
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const random = randomNumbers(1);
  const pixels = Uint8Array.from(
    { length: 40 << 20 },
    (_, at) => at % 4096 === 0 ? random(256) : at,
  );
  const elements = [
    ascii(0x00080018, "UI", "1.2.99.1"),
    { tag: 0x7fe00010, vr: "OB", value: pixels },
  ];
  return { name: "large.dcm", bytes: encodeFile(elements, explicit) };
}

Deno.test("what lies in the output lies in the bucket, manifest and large images included", async () => {
  using directory = tempDir();
  await using store = await objectStore(`${directory.path}/store`, "research");
  const intake = prepare(directory.path, store.host);
  for (let number = 1; number <= 2; number++) dropStudy(intake.inbox, `ST-${number}`, number, 20);
  dropFolder(intake.inbox, "ST-LARGE", [largeImage()]);
  const queue = await intake.run("queue");
  assert.equal(queue.code, 0, queue.stderr);
  const objects = await expected(intake);
  assert.equal(Object.keys(objects).length, 41 + 3);
  assert.deepEqual(await store.objects(), objects);
});

Deno.test("with three requests in ten failing, the bucket is whole in the end", async () => {
  using directory = tempDir();
  await using store = await objectStore(`${directory.path}/store`, "research");
  await using proxy = await faultyProxy(store.host, someFaults(randomNumbers(815), 30));
  const intake = prepare(directory.path, proxy.host);
  for (let number = 1; number <= 2; number++) dropStudy(intake.inbox, `ST-${number}`, number, 30);
  dropFolder(intake.inbox, "ST-LARGE", [largeImage()]);
  const queue = await intake.run("queue");
  assert.equal(queue.code, 0, queue.stderr);
  assert.deepEqual(await store.objects(), await expected(intake));
  assert.ok(proxy.faults.size >= 6, `kinds of faults: ${[...proxy.faults.keys()]}`);
});

Deno.test("an upload whose completion is never heard of is found to be complete", async () => {
  using directory = tempDir();
  await using store = await objectStore(`${directory.path}/store`, "research");
  await using proxy = await faultyProxy(
    store.host,
    ({ method, url = "" }) =>
      method === "POST" && url.includes("uploadId=") ? "reset after" : undefined,
  );
  const intake = prepare(directory.path, proxy.host);
  dropFolder(intake.inbox, "ST-LARGE", [largeImage()]);
  const queue = await intake.run("queue");
  assert.equal(queue.code, 0, queue.stderr);
  assert.deepEqual(await store.objects(), await expected(intake));
  assert.deepEqual([...proxy.faults.keys()], ["reset after"]);
});

Deno.test("a store that refuses the credentials is down, and says so without them", async () => {
  using directory = tempDir();
  await using store = await objectStore(`${directory.path}/store`, "research");
  const intake = prepare(directory.path, store.host, "WRONG-KEY");
  dropStudy(intake.inbox, "ST-1", 1, 3);
  const queue = await intake.run("queue");
  assert.equal(queue.code, 1);
  const { stdout } = await intake.run("errors");
  assert.match(stdout, /TARGET_DENIED.*403 InvalidAccessKeyId/);
  assert.doesNotMatch(queue.stderr + stdout, /WRONG-KEY/);
  assert.deepEqual(await store.objects(), {});
});

Deno.test("an output file that was damaged on the disk is not passed on", async () => {
  using directory = tempDir();
  await using store = await objectStore(`${directory.path}/store`, "research");
  const intake = prepare(directory.path, store.host, "WRONG-KEY");
  dropStudy(intake.inbox, "ST-1", 1, 1);
  assert.equal((await intake.run("queue")).code, 1);
  const output = `${directory.path}/output`;
  const [image = ""] = Object.keys(await digests(output)).filter((path) => path.endsWith(".dcm"));
  const bytes = Deno.readFileSync(`${output}/${image}`);
  bytes[bytes.length - 1] = 1;
  Deno.writeFileSync(`${output}/${image}`, bytes);
  const mended = prepare(directory.path, store.host);
  await mended.run("retry", "--all");
  assert.equal((await mended.run("queue")).code, 1);
  assert.match((await mended.run("errors")).stdout, /was changed or removed/);
});
