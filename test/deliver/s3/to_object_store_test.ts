import assert from "node:assert/strict";
import {
  DeliveryError,
  type Destination,
  TargetDownError,
} from "../../../src/deliver/destination.ts";
import { openDestinations } from "../../../src/deliver/targets/open_destinations.ts";
import { OutgoingBatch, someBytes } from "../../support/files/outgoing_batch.ts";
import { digests } from "../../support/files/output_tree.ts";
import { objectStore, storeUser } from "../../support/servers/object_store.ts";
import { verifyingProxy } from "../../support/servers/verifying_proxy.ts";
import { tempDir } from "../../support/temp_dir.ts";

const region = "eu-central-1";

/** A bucket's prefix with special characters. */
function target(host: string, secret: string, pack: "none" | "tar.gz" = "none"): Destination {
  const credentials = new Map([[
    host,
    { kind: "s3", secret: `${storeUser.key}:${secret}` } as const,
  ]]);
  const url = `s3://research/a%20b/M%C3%BCnchen%2B1?endpoint=http://${host}&region=${region}`;
  const [destination] = openDestinations(url, { credentials, pack, answerMs: 30_000 });
  assert.ok(destination);
  return destination;
}

Deno.test("every request has the signature that AWS's own signer computes for it", async () => {
  using directory = tempDir();
  await using store = await objectStore(`${directory.path}/store`, "research");
  await using proxy = await verifyingProxy(store.host, { ...storeUser, region });
  const output = `${directory.path}/output`;
  const images = [...someBytes(3), { SOPInstanceUID: "2.25.9", bytes: new Uint8Array(33 << 20) }];
  const batch = await OutgoingBatch.make(output, "B-1", images);
  await batch.deliver(target(proxy.host, storeUser.secret));
  const files = Object.entries(await digests(output));
  const objects = Object.fromEntries(files.map(([path, d]) => [`a b/München+1/${path}`, d]));
  assert.deepEqual(await store.objects(), objects);
  assert.deepEqual(proxy.counts, { right: 4 + 3 + 7 + 1, wrong: 0 });
  await assert.rejects(
    async () =>
      await (await OutgoingBatch.make(output, "B-2", someBytes(1))).deliver(
        target(proxy.host, "wrong"),
      ),
    (error: unknown) =>
      error instanceof TargetDownError && error.attemptCode === "TARGET_DENIED" &&
      /403 SignatureDoes/.test(error.reason),
  );
});

Deno.test("after a crash, objects of the right size and checksum are not sent again", async () => {
  using directory = tempDir();
  await using store = await objectStore(`${directory.path}/store`, "research");
  await using proxy = await verifyingProxy(store.host, { ...storeUser, region });
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(6));
  const none = {
    confirmed: () => Promise.resolve(new Set<string>()),
    mayReplace: () => Promise.resolve(true),
  };
  await batch.deliver(target(proxy.host, storeUser.secret), none);
  const whole = await store.objects();
  const other = await OutgoingBatch.make(`${directory.path}/other`, "B-1", someBytes(6, 2000));
  await other.deliver(target(proxy.host, storeUser.secret), none);
  assert.notDeepEqual(await store.objects(), whole, "other contents under the same names");
  proxy.counts.right = 0;
  const resumed = { ...none, claim: 2, resumed: true };
  await batch.deliver(target(proxy.host, storeUser.secret), resumed);
  assert.deepEqual(await store.objects(), whole);
  assert.equal(proxy.counts.right, 6 + 6 + 1, "each was queried and sent");
  proxy.counts.right = 0;
  await batch.deliver(target(proxy.host, storeUser.secret), resumed);
  assert.equal(proxy.counts.right, 6 + 1, "each was queried, and the manifest was sent");
});

Deno.test("other content under the same name is a conflict, and never overwritten", async () => {
  using directory = tempDir();
  await using store = await objectStore(`${directory.path}/store`, "research");
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(2));
  await batch.deliver(target(store.host, storeUser.secret));
  const whole = await store.objects();
  const other = await OutgoingBatch.make(`${directory.path}/other`, "B-1", someBytes(2, 2000));
  await assert.rejects(
    other.deliver(target(store.host, storeUser.secret)),
    (error: unknown) => error instanceof DeliveryError && /different content/.test(error.reason),
  );
  assert.deepEqual(await store.objects(), whole);
  const [image] = batch.images;
  assert.ok(image);
  const { signal } = new AbortController();
  const bucket = target(store.host, storeUser.secret);
  assert.equal(await bucket.compare?.(batch.folder, image, signal), "same");
  assert.equal(await bucket.compare?.(batch.folder, { ...image, bytes: 1 }, signal), "other");
  assert.equal(await bucket.compare?.(batch.folder, { ...image, path: "no" }, signal), "missing");
});

Deno.test("an archive is uploaded once, in parts while it is made, and its checksum last", async () => {
  using directory = tempDir();
  await using store = await objectStore(`${directory.path}/store`, "research");
  const noise = new Uint8Array(40 << 20).map((_, at) => (at * 2654435761) >>> 13);
  const images = [{ SOPInstanceUID: "2.25.9", bytes: noise }];
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", images);
  const destination = target(store.host, storeUser.secret, "tar.gz");
  const [archive] = await batch.deliver(destination);
  const objects = await store.objects();
  assert.deepEqual(Object.keys(objects).map((key) => key.split("/").at(-1)).sort(), [
    "B-1.tar.gz",
    "B-1.tar.gz.sha256",
  ]);
  assert.equal(objects["a b/München+1/B-1.tar.gz"], archive?.sha256);
});

Deno.test("completing an upload is repeated after status 200 with an error", async () => {
  using directory = tempDir();
  const images = [{ SOPInstanceUID: "2.25.9", bytes: new Uint8Array(17 << 20) }];
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", images);
  let ends = 0;
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      await request.bytes();
      const { searchParams } = new URL(request.url);
      if (request.method === "HEAD") return new Response(null, { status: 404 });
      if (request.method === "PUT") return new Response(null, { headers: { etag: '"1"' } });
      if (searchParams.has("uploads")) return new Response("<UploadId>7</UploadId>");
      return new Response(
        ++ends === 1
          ? "<Error><Code>InternalError</Code></Error>"
          : "<CompleteMultipartUploadResult/>",
      );
    },
  );
  const host = `127.0.0.1:${server.addr.port}`;
  const confirmed = await batch.deliver(target(host, "any"), { retryMs: 30_000 });
  assert.equal(confirmed.length, 1 + 1);
  assert.equal(ends, 2);
});
