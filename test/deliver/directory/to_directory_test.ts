import assert from "node:assert/strict";
import { archivesInDirectory } from "../../../src/deliver/archive/archive_stores.ts";
import { toArchive } from "../../../src/deliver/archive/to_archive.ts";
import { DeliveryError } from "../../../src/deliver/destination.ts";
import { toDirectory } from "../../../src/deliver/directory/to_directory.ts";
import { IntakeError } from "../../../src/model/errors.ts";
import { writeManifest } from "../../../src/output/manifest.ts";
import { OutgoingBatch, someBytes } from "../../support/files/outgoing_batch.ts";
import { digests } from "../../support/files/output_tree.ts";
import { tempDir } from "../../support/temp_dir.ts";

Deno.test("a complete Batch appears in the directory by a rename, and every image is confirmed", async () => {
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

Deno.test("a confirmed Batch is not copied again, even if its reader has removed it", async () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/target`);
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(3));
  const destination = toDirectory(`${directory.path}/target`);
  await batch.deliver(destination);
  Deno.removeSync(`${directory.path}/target/B-1`, { recursive: true });
  assert.deepEqual(await batch.deliver(destination, { claim: 2, resumed: true }), []);
  assert.deepEqual([...Deno.readDirSync(`${directory.path}/target`)], []);
});

Deno.test("a Batch with fewer images replaces the confirmed one", async () => {
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

Deno.test("after a crash, complete copies are reused and the other files are copied", async () => {
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
  Deno.writeFileSync(`${left}/${half.path}`, new Uint8Array(half.bytes)); // equal size, other bytes
  const before = Deno.statSync(`${left}/${whole.path}`).ino;
  await batch.deliver(toDirectory(`${directory.path}/target`), { claim: 3, resumed: true });
  const place = `${directory.path}/target/B-1`;
  assert.deepEqual(await digests(place), await digests(batch.folder));
  assert.equal(Deno.statSync(`${place}/${whole.path}`).ino, before, "it was not copied again");
  assert.deepEqual([...Deno.readDirSync(`${directory.path}/target`)].map((e) => e.name), ["B-1"]);
});

Deno.test("files that an earlier claim left of another output are removed", async () => {
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

Deno.test("a Batch that was delivered but not recorded before a crash is no conflict", async () => {
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

Deno.test("a folder without a manifest gets it back, unless it has content of others", async () => {
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
    Deno.writeTextFileSync(`${place}/${path}`, "other content");
    await assert.rejects(
      () => batch.deliver(destination, { ...none, claim: 3 }),
      /different content/,
    );
    assert.equal(Deno.readTextFileSync(`${place}/${path}`), "other content");
    await batch.deliver(destination, { claim: 4 }).catch(() => {});
    Deno.removeSync(place, { recursive: true });
    await batch.deliver(destination, { ...none, claim: 5 });
  }
});

Deno.test("a lease that is lost before the rename leaves the target unchanged", async () => {
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
    "B-1.tmp1",
    "B-1.zip.tmp1",
  ]);
});

Deno.test("a damaged output file is a final error, and an unwritable directory is not", async () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/target`);
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(2));
  const [image] = batch.images;
  assert.ok(image);
  Deno.writeFileSync(`${batch.folder}/${image.path}`, new Uint8Array(image.bytes));
  await assert.rejects(
    () => batch.deliver(toDirectory(`${directory.path}/target`)),
    (error: unknown) =>
      error instanceof DeliveryError && error.isFinal && /changed or removed/.test(error.reason),
  );
  Deno.writeTextFileSync(`${directory.path}/file`, "");
  await assert.rejects(
    () => batch.deliver(toDirectory(`${directory.path}/file/below`)),
    (error: unknown) =>
      error instanceof DeliveryError && !error.isFinal && /ENOTDIR/.test(error.reason),
  );
});

Deno.test("a missing target directory is not created: it may be an unmounted share", async () => {
  using directory = tempDir();
  const target = `${directory.path}/target`;
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(2));
  const archives = toArchive(archivesInDirectory(target), "zip");
  for (const destination of [toDirectory(target), archives]) {
    await assert.rejects(
      () => batch.deliver(destination),
      (error: unknown) =>
        error instanceof DeliveryError && !error.isFinal && /does not exist/.test(error.reason),
    );
  }
  assert.deepEqual([...Deno.readDirSync(directory.path)].map(({ name }) => name), ["output"]);
});
