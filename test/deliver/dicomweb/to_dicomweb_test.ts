import assert from "node:assert/strict";
import { DeliveryError, TargetDownError } from "../../../src/deliver/destination.ts";
import { toDicomweb } from "../../../src/deliver/dicomweb/to_dicomweb.ts";
import { OutgoingBatch, someImages } from "../../support/files/outgoing_batch.ts";
import { stowServer } from "../../support/servers/stow_server.ts";
import { tempDir } from "../../support/temp_dir.ts";

const answerMs = 30_000;

Deno.test("an unexplained conflict counts as delivered if the server has the image, otherwise as refused", async () => {
  using directory = tempDir();
  const images = someImages(2);
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", images);
  const none = { confirmed: () => Promise.resolve(new Set<string>()) };
  let takes = true;
  await using server = await stowServer(() => takes ? "store" : "bare 409");
  const destination = toDicomweb(new URL(`http://${server.host}/`), undefined, answerMs);
  await batch.deliver(destination, none);
  takes = false;
  const again = await batch.deliver(destination, none);
  assert.deepEqual(again.map(({ note }) => note), [
    "the target already had it",
    "the target already had it",
  ]);
  const others = someImages(3).slice(2);
  await assert.rejects(
    async () =>
      await (await OutgoingBatch.make(`${directory.path}/output`, "B-2", others)).deliver(
        destination,
      ),
    (error: unknown) =>
      error instanceof DeliveryError && error.isFinal && /^1 images: .*: 409/.test(error.reason),
  );
  assert.deepEqual(
    [...server.stored].map(([uid, digests]) => [uid, ...digests]).sort(),
    batch.images.map(({ SOPInstanceUID, sha256 }) => [SOPInstanceUID, sha256]).sort(),
  );
});

Deno.test("a missing or damaged file, small or large, is refused at once, and the others are delivered", async () => {
  using directory = tempDir();
  await using server = await stowServer(() => "store");
  const images = [...someImages(3), ...someImages(4, 3000).slice(3)];
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", images);
  const [gone, damaged, sound, large] = batch.images.map(({ path }) => `${batch.folder}/${path}`);
  assert.ok(gone && damaged && sound && large);
  Deno.removeSync(gone);
  Deno.copyFileSync(sound, damaged);
  using file = Deno.openSync(large, { write: true });
  file.seekSync(-1, Deno.SeekMode.End);
  file.writeSync(new Uint8Array([77]));
  await assert.rejects(
    () => batch.deliver(toDicomweb(new URL(`http://${server.host}`), undefined, answerMs)),
    (error: unknown) =>
      error instanceof DeliveryError && error.isFinal &&
      /^3 images: .*: its output file was changed or removed/.test(error.reason),
  );
  assert.deepEqual(
    [...server.stored.keys()],
    batch.images.slice(2, 3).map((i) => i.SOPInstanceUID),
  );
});

Deno.test("redirects are not followed, and a secret in the response is not repeated", async () => {
  using directory = tempDir();
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someImages(1));
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      await request.body?.cancel();
      const headers = { location: "https://elsewhere.example.org/" };
      return new Response(`you said ${request.headers.get("authorization")}`, {
        status: 308,
        headers,
      });
    },
  );
  const url = new URL(`http://127.0.0.1:${server.addr.port}`);
  await assert.rejects(
    () => batch.deliver(toDicomweb(url, "Bearer t0p-SECRET", answerMs)),
    (error: unknown) =>
      error instanceof TargetDownError && error.attemptCode === "TARGET_DOWN" &&
      /308 Permanent Redirect: you said Bearer \(secret\)$/.test(error.reason),
  );
});

Deno.test("a failed connection gives a helpful reason", async () => {
  using directory = tempDir();
  await using server = await stowServer(() => "store");
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someImages(1));
  for (
    const [url, reason] of [
      [`https://${server.host}`, "the server does not speak TLS"],
      ["http://no-such-host.invalid", "the host name cannot be resolved"],
    ] as const
  ) {
    await assert.rejects(
      () => batch.deliver(toDicomweb(new URL(url), undefined, answerMs)),
      (error: unknown) =>
        error instanceof DeliveryError && !error.isFinal && error.reason === reason,
    );
  }
});
