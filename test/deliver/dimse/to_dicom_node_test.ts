import assert from "node:assert/strict";
import { DeliveryError } from "../../../src/deliver/destination.ts";
import { toDicomNode } from "../../../src/deliver/dimse/to_dicom_node.ts";
import { OutgoingBatch, someImages } from "../../support/files/outgoing_batch.ts";
import { storeScp } from "../../support/servers/store_scp.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools } from "../../support/tools.ts";

const ignore = missingTools("storescp");
const answerMs = 30_000;

function dataSetOf(bytes: Uint8Array): Uint8Array {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(140, true);
  return bytes.subarray(144 + length);
}

Deno.test({
  name: "storescp receives the data sets of the output, byte for byte",
  ignore,
  async fn() {
    using directory = tempDir();
    await using scp = await storeScp(`${directory.path}/scp`);
    const images = someImages(90);
    const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", images);
    const confirmed = await batch.deliver(toDicomNode(scp.url, answerMs, 0));
    assert.equal(confirmed.length, 90);
    const received = scp.received();
    assert.equal(received.size, 90);
    for (const { SOPInstanceUID, bytes } of images) {
      assert.deepEqual(received.get(SOPInstanceUID), dataSetOf(bytes));
    }
    assert.deepEqual(
      await batch.deliver(toDicomNode(scp.url, answerMs, 0)),
      [],
      "nothing is sent twice",
    );
  },
});

Deno.test({
  name: "images are refused, not converted, if the node accepts other transfer syntaxes only",
  ignore,
  async fn() {
    using directory = tempDir();
    await using scp = await storeScp(`${directory.path}/scp`, ["+xi"]);
    const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someImages(2));
    await assert.rejects(
      () => batch.deliver(toDicomNode(scp.url, answerMs, 0)),
      (error: unknown) =>
        error instanceof DeliveryError && error.isFinal &&
        /^2 images: .*does not accept its SOP class with its transfer syntax/.test(error.reason),
    );
    assert.equal(scp.received().size, 0);
  },
});

Deno.test({
  name: "an image that needs too much memory is refused, and the others are delivered",
  ignore,
  async fn() {
    using directory = tempDir();
    await using scp = await storeScp(`${directory.path}/scp`);
    const large = { SOPInstanceUID: "2.25.99", bytes: new Uint8Array((128 << 20) + 1) };
    const images = [large, ...someImages(2)];
    const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", images);
    await assert.rejects(
      () => batch.deliver(toDicomNode(scp.url, answerMs, 0)),
      (error: unknown) =>
        error instanceof DeliveryError && error.isFinal &&
        /^1 images: 2.25.99: too large/.test(error.reason),
    );
    assert.equal(scp.received().size, 2);
  },
});

Deno.test({
  name: "errors are not final if a node is unreachable, rejects, aborts or does not answer",
  ignore,
  async fn() {
    using directory = tempDir();
    await using rejecting = await storeScp(`${directory.path}/a`, ["--refuse"]);
    await using aborting = await storeScp(`${directory.path}/b`, ["+xa", "--abort-after"]);
    using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const away = new URL("dimse://X@127.0.0.1:1");
    const mute = new URL(`dimse://X@127.0.0.1:${silent.addr.port}`);
    const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someImages(1));
    for (const url of [rejecting.url, aborting.url, away, mute]) {
      await assert.rejects(
        () => batch.deliver(toDicomNode(url, 1000, 0)),
        (error: unknown) => error instanceof DeliveryError && !error.isFinal,
        url.href,
      );
    }
  },
});

Deno.test({
  name: "an aborted delivery throws the signal's reason, even if the node does not answer",
  ignore,
  async fn() {
    using directory = tempDir();
    using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someImages(1));
    const url = new URL(`dimse://X@127.0.0.1:${silent.addr.port}`);
    const delivery = batch.deliver(toDicomNode(url, 60_000, 0));
    using _ = await silent.accept();
    batch.abort();
    await assert.rejects(delivery, { message: "stopped" });
  },
});

Deno.test({
  name: "a missing or damaged file is refused, even while it is sent, and the others are delivered",
  ignore,
  async fn() {
    using directory = tempDir();
    await using scp = await storeScp(`${directory.path}/scp`);
    const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someImages(5));
    const [gone, damaged, sound] = batch.images;
    assert.ok(gone && damaged && sound);
    Deno.removeSync(`${batch.folder}/${gone.path}`);
    Deno.copyFileSync(`${batch.folder}/${sound.path}`, `${batch.folder}/${damaged.path}`);
    await assert.rejects(
      () => batch.deliver(toDicomNode(scp.url, answerMs, 0)),
      (error: unknown) =>
        error instanceof DeliveryError && error.isFinal &&
        /^2 images: .*: its output file was changed or removed/.test(error.reason),
    );
    const whole = batch.images.slice(2).map(({ SOPInstanceUID }) => SOPInstanceUID);
    assert.deepEqual([...scp.received().keys()].sort(), whole.sort());
  },
});
