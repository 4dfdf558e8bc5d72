import assert from "node:assert/strict";
import { createServer } from "node:http";
import { checkTarget } from "../../src/deliver/check_target.ts";
import type { Destination } from "../../src/deliver/destination.ts";
import { toDicomweb } from "../../src/deliver/dicomweb/to_dicomweb.ts";
import { toDicomNode } from "../../src/deliver/dimse/to_dicom_node.ts";
import { toDirectory } from "../../src/deliver/directory/to_directory.ts";
import { openBucket } from "../../src/deliver/s3/bucket.ts";
import { toObjectStore } from "../../src/deliver/s3/to_object_store.ts";
import { loopbackServer } from "../support/servers/loopback_server.ts";
import { objectStore, storeUser } from "../support/servers/object_store.ts";
import { storeScp } from "../support/servers/store_scp.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const answerMs = 10_000;

async function found(destination: Destination): Promise<unknown[]> {
  const { isReady, findings } = await checkTarget(destination, 60_000);
  return [isReady, ...findings];
}

Deno.test("a directory is tested by a file that is deleted again", async () => {
  using directory = tempDir();
  const { path } = directory;
  assert.deepEqual(await found(toDirectory(path)), [
    true,
    "the directory exists",
    "a file was written and deleted",
  ]);
  assert.deepEqual([...Deno.readDirSync(path)], []);
  assert.deepEqual(await found(toDirectory(`${path}/none`)), [
    false,
    "TARGET_DOWN: the directory does not exist: create or mount it",
  ]);
});

Deno.test("a bucket is tested by an object that is deleted again; wrong credentials are named", async () => {
  using directory = tempDir();
  await using store = await objectStore(`${directory.path}/store`, "research");
  const url = new URL(`s3://research/prefix?endpoint=http://${store.host}`);
  const bucket = (key: string): Destination =>
    toObjectStore(openBucket(url, { kind: "s3", secret: `${key}:${storeUser.secret}` }, answerMs));
  assert.deepEqual(await found(bucket(storeUser.key)), [
    true,
    "objects can be read",
    "an object was written and deleted",
  ]);
  assert.deepEqual(await store.objects(), {});
  const [isReady, why] = await found(bucket("WRONG"));
  assert.equal(isReady, false);
  assert.match(String(why), /^TARGET_DENIED: 403/);
});

Deno.test("a DICOMweb server is tested by a query, and nothing is stored", async () => {
  const statuses = [200, 401, 501, 500];
  await using server = await loopbackServer(createServer((incoming, response) => {
    assert.equal(incoming.method, "GET");
    response.writeHead(statuses.shift() ?? 200).end("[]");
  }));
  const target = toDicomweb(new URL(`http://${server.host}`), undefined, answerMs);
  assert.deepEqual(await found(target), [true, "the server answers queries"]);
  assert.deepEqual(await found(target), [false, "TARGET_DENIED: 401 Unauthorized: []"]);
  assert.equal((await found(target))[0], true, "a server need not answer queries");
  assert.equal((await found(target))[0], false);
});

Deno.test({
  name: "a DICOM node is tested by C-ECHO",
  ignore: missingTools("storescp"),
  async fn() {
    using directory = tempDir();
    const scp = await storeScp(`${directory.path}/scp`);
    const node = toDicomNode(scp.url, answerMs, 0);
    assert.deepEqual(await found(node), [true, "the node answers C-ECHO"]);
    await scp[Symbol.asyncDispose]();
    assert.deepEqual(await found(node), [false, "TARGET_DOWN: the connection was refused"]);
  },
});

Deno.test("a target that does not answer is not waited for", async () => {
  const never: Destination = {
    name: "never",
    check: () => new Promise(() => {}),
    deliver: () => {
      throw new TypeError("nothing is delivered");
    },
  };
  const { isReady, findings } = await checkTarget(never, 20);
  assert.deepEqual([isReady, ...findings], [false, "TARGET_FAULT: no answer in time"]);
});
