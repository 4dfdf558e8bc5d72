import assert from "node:assert/strict";
import { DeliveryError } from "../../src/deliver/destination.ts";
import { archivesInDirectory } from "../../src/deliver/archive_stores.ts";
import { toArchive } from "../../src/deliver/to_archive.ts";
import { writeManifest } from "../../src/deliver/manifest.ts";
import { toDirectory } from "../../src/deliver/to_directory.ts";
import { IntakeError } from "../../src/errors.ts";
import { OutgoingBatch, someBytes } from "../support/outgoing_batch.ts";
import { digests } from "../support/output_tree.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("a Batch arrives in a directory by a rename, whole, and every image is confirmed", async () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/target`);
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(5));
  const received = await batch.deliver(toDirectory(`${directory.path}/target`));
  const objects = [...batch.images.map((i) => i.SOPInstanceUID), "manifest.jsonl"];
  assert.deepEqual(received.map(({ object }) => object), objects);
  assert.deepEqual(
    await digests(`${directory.path}/target/B-1`),
    await digests(batch.folder),
  );
  assert.deepEqual([...Deno.readDirSync(`${directory.path}/target`)].map((e) => e.name), ["B-1"]);
});

Deno.test("a Batch that was confirmed is not copied again, though its reader has taken it away", async () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/target`);
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(3));
  const destination = toDirectory(`${directory.path}/target`);
  await batch.deliver(destination);
  Deno.removeSync(`${directory.path}/target/B-1`, { recursive: true });
  assert.deepEqual(await batch.deliver(destination, { claim: 2, resumed: true }), []);
  assert.deepEqual([...Deno.readDirSync(`${directory.path}/target`)], []);
});

Deno.test("a Batch of fewer images than were confirmed takes the place of the one before", async () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/target`);
  const destination = toDirectory(`${directory.path}/target`);
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(3));
  await batch.deliver(destination);
  await writeManifest(batch.folder, [batch.images.slice(0, 2)]);
  Deno.removeSync(`${batch.folder}/${batch.images[2]?.path}`);
  await batch.deliver(destination, { claim: 2 });
  assert.deepEqual(
    await digests(`${directory.path}/target/B-1`),
    await digests(batch.folder),
  );
});

Deno.test("after a crash it goes on with what was copied whole, and copies what was not", async () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/target`);
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(4));
  const [whole, half] = batch.images;
  assert.ok(whole && half);
  const left = `${directory.path}/target/B-1.tmp1`;
  Deno.mkdirSync(`${left}/2.25.1/2.25.10`, { recursive: true });
  Deno.mkdirSync(`${left}/2.25.1/2.25.11`);
  Deno.copyFileSync(`${batch.folder}/manifest.jsonl`, `${left}/manifest.jsonl`);
  Deno.copyFileSync(`${batch.folder}/${whole.path}`, `${left}/${whole.path}`);
  Deno.writeFileSync(`${left}/${half.path}`, new Uint8Array(half.bytes)); // as long, other bytes
  const before = Deno.statSync(`${left}/${whole.path}`).ino;
  await batch.deliver(toDirectory(`${directory.path}/target`), { claim: 3, resumed: true });
  const place = `${directory.path}/target/B-1`;
  assert.deepEqual(await digests(place), await digests(batch.folder));
  assert.equal(Deno.statSync(`${place}/${whole.path}`).ino, before, "it was not copied again");
  assert.deepEqual([...Deno.readDirSync(`${directory.path}/target`)].map((e) => e.name), ["B-1"]);
});

Deno.test("what an earlier claim has left of another output is removed", async () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/target`);
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(2));
  const left = `${directory.path}/target/B-1.tmp1`;
  Deno.mkdirSync(left, { recursive: true });
  Deno.writeTextFileSync(`${left}/manifest.jsonl`, "of another recipe\n");
  Deno.writeTextFileSync(`${left}/held back since.dcm`, "");
  await batch.deliver(toDirectory(`${directory.path}/target`), { claim: 2, resumed: true });
  assert.deepEqual(
    await digests(`${directory.path}/target/B-1`),
    await digests(batch.folder),
  );
});

Deno.test("what came before a crash, and was not noted, is no conflict", async () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/target`);
  const destination = toDirectory(`${directory.path}/target`);
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(3));
  const none = { confirmed: () => Promise.resolve(new Set<string>()) };
  await batch.deliver(destination, none);
  const received = await batch.deliver(destination, { ...none, claim: 2, resumed: true });
  assert.equal(received.length, 3 + 1);
  assert.deepEqual(await digests(`${directory.path}/target/B-1`), await digests(batch.folder));
});

Deno.test("a place without its manifest gets it back, unless it holds what is not the Batch's", async () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/target`);
  const destination = toDirectory(`${directory.path}/target`);
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(3));
  const place = `${directory.path}/target/B-1`;
  const [image] = batch.images;
  const none = { confirmed: () => Promise.resolve(new Set<string>()) };
  await batch.deliver(destination);
  Deno.removeSync(`${place}/manifest.jsonl`);
  await batch.deliver(destination, { ...none, claim: 2 });
  assert.deepEqual(await digests(place), await digests(batch.folder));
  for (const path of ["notes.txt", image?.path ?? ""]) {
    Deno.removeSync(`${place}/manifest.jsonl`);
    Deno.writeTextFileSync(`${place}/${path}`, "somebody else's");
    await assert.rejects(() => batch.deliver(destination, { ...none, claim: 3 }), /other content/);
    assert.equal(Deno.readTextFileSync(`${place}/${path}`), "somebody else's");
    await batch.deliver(destination, { claim: 4 }).catch(() => {});
    Deno.removeSync(place, { recursive: true });
    await batch.deliver(destination, { ...none, claim: 5 });
  }
});

Deno.test("a lease that is lost before the rename leaves the place as it was", async () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/target`);
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(2));
  const lost = new IntakeError("LEASE_LOST", "another worker has it", "nothing");
  const target = `${directory.path}/target`;
  const archives = toArchive(archivesInDirectory(target), "zip");
  for (const destination of [toDirectory(target), archives]) {
    const confirmLease = (): Promise<never> => Promise.reject(lost);
    await assert.rejects(() => batch.deliver(destination, { confirmLease }), lost);
  }
  assert.deepEqual([...Deno.readDirSync(target)].map((e) => e.name).sort(), [
    ...["B-1.tmp1", "B-1.zip.tmp1"],
  ]);
});

Deno.test("an output file that was damaged is refused, and a directory that cannot be written may pass", async () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/target`);
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(2));
  const [image] = batch.images;
  assert.ok(image);
  Deno.writeFileSync(`${batch.folder}/${image.path}`, new Uint8Array(image.bytes));
  await assert.rejects(
    () => batch.deliver(toDirectory(`${directory.path}/target`)),
    (error: unknown) =>
      error instanceof DeliveryError && error.isFinal && /not as it was/.test(error.reason),
  );
  Deno.writeTextFileSync(`${directory.path}/file`, "");
  await assert.rejects(
    () => batch.deliver(toDirectory(`${directory.path}/file/below`)),
    (error: unknown) =>
      error instanceof DeliveryError && !error.isFinal && /ENOTDIR/.test(error.reason),
  );
});

Deno.test("a directory that is not there is not made: it may be a share that is not mounted", async () => {
  using directory = tempDir();
  const target = `${directory.path}/target`;
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(2));
  const archives = toArchive(archivesInDirectory(target), "zip");
  for (const destination of [toDirectory(target), archives]) {
    await assert.rejects(
      () => batch.deliver(destination),
      (error: unknown) =>
        error instanceof DeliveryError && !error.isFinal && /is not there/.test(error.reason),
    );
  }
  assert.deepEqual([...Deno.readDirSync(directory.path)].map(({ name }) => name), ["output"]);
});
