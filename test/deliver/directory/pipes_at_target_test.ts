import assert from "node:assert/strict";
import { archivesInDirectory } from "../../../src/deliver/archive/archive_stores.ts";
import { toArchive } from "../../../src/deliver/archive/to_archive.ts";
import { ConflictError, type Destination } from "../../../src/deliver/destination.ts";
import { toDirectory } from "../../../src/deliver/directory/to_directory.ts";
import { OutgoingBatch, someBytes } from "../../support/files/outgoing_batch.ts";
import { digests } from "../../support/files/output_tree.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools, run } from "../../support/tools.ts";

// Opening a pipe waits for its other end, which never comes.

const ignore = missingTools("mkfifo");
const inDirectory = toDirectory;
const inArchive = (target: string): Destination => toArchive(archivesInDirectory(target), "tar.gz");

/** Pipes in a target, and whether they are in the way of the Batch. */
const places = {
  "as the manifest of the Batch": [inDirectory, "B-1/manifest.jsonl", true],
  "as an image of the Batch": [inDirectory, "B-1/2.25.1/2.25.10/2.25.100.dcm", true],
  "as the folder of the Batch": [inDirectory, "B-1", true],
  "as the manifest that an earlier claim left": [inDirectory, "B-1.tmp1/manifest.jsonl", false],
  "as the manifest that is being written": [inDirectory, "B-1.tmp2/manifest.jsonl", false],
  "as the archive of the Batch": [inArchive, "B-1.tar.gz", true],
  "as the archive that is being written": [inArchive, "B-1.tar.gz.tmp2", false],
} as const;

for (const [what, [destinationAt, place, isConflict]] of Object.entries(places)) {
  Deno.test({
    name: `a pipe at a target ${what} is never waited for`,
    ignore,
    async fn() {
      using directory = tempDir();
      const target = `${directory.path}/target`;
      const pipe = `${target}/${place}`;
      Deno.mkdirSync(pipe.slice(0, pipe.lastIndexOf("/")), { recursive: true });
      await run("mkfifo", [pipe]);
      const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(2));
      const delivery = batch.deliver(destinationAt(target), { claim: 2, resumed: true });
      if (isConflict) {
        await assert.rejects(delivery, ConflictError);
        assert.ok(Deno.lstatSync(pipe).isFifo, "what others put there stays");
      } else {
        assert.equal((await delivery).length > 2, true);
        assert.equal([...Deno.readDirSync(target)].some(({ name }) => /tmp/.test(name)), false);
      }
    },
  });
}

Deno.test({
  name: "reconciling reports a pipe as other content",
  ignore,
  async fn() {
    using directory = tempDir();
    Deno.mkdirSync(`${directory.path}/target`);
    const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(2));
    const destination = toDirectory(`${directory.path}/target`);
    await batch.deliver(destination);
    const [image] = batch.images;
    assert.ok(image);
    const copy = `${directory.path}/target/B-1/${image.path}`;
    const { signal } = new AbortController();
    assert.equal(await destination.compare?.(batch.folder, image, signal), "same");
    Deno.removeSync(copy);
    await run("mkfifo", [copy]);
    assert.equal(await destination.compare?.(batch.folder, image, signal), "other");
  },
});

Deno.test("a link in a staged folder is replaced, and the file that it names is not written", async () => {
  using directory = tempDir();
  const target = `${directory.path}/target`;
  Deno.mkdirSync(`${target}/B-1.tmp1`, { recursive: true });
  Deno.writeTextFileSync(`${directory.path}/other`, "of somebody else");
  Deno.symlinkSync(`${directory.path}/other`, `${target}/B-1.tmp1/manifest.jsonl`);
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(2));
  await batch.deliver(toDirectory(target), { claim: 1, resumed: true });
  assert.equal(Deno.readTextFileSync(`${directory.path}/other`), "of somebody else");
  assert.deepEqual(await digests(`${target}/B-1`), await digests(batch.folder));
});
