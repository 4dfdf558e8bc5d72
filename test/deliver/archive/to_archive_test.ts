import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { archivesInDirectory } from "../../../src/deliver/archive/archive_stores.ts";
import { type ArchiveStore, toArchive } from "../../../src/deliver/archive/to_archive.ts";
import { DeliveryError } from "../../../src/deliver/destination.ts";
import { toDirectory } from "../../../src/deliver/directory/to_directory.ts";
import { OutgoingBatch, someBytes } from "../../support/files/outgoing_batch.ts";
import { digests } from "../../support/files/output_tree.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools, run } from "../../support/tools.ts";

const unpack = {
  "tar.gz": (archive: string, to: string) => run("tar", ["-xzf", archive, "-C", to]),
  zip: (archive: string, to: string) => run("unzip", ["-q", archive, "-d", to]),
} as const;

for (const format of ["tar.gz", "zip"] as const) {
  Deno.test({
    name: `toArchive() stores a ${format} archive of the output, and its checksum file`,
    ignore: missingTools("tar", "unzip", "sha256sum"),
    async fn() {
      using directory = tempDir();
      const target = `${directory.path}/target`;
      Deno.mkdirSync(target);
      const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(50));
      const destination = toArchive(archivesInDirectory(target), format);
      const received = await batch.deliver(destination);
      const names = [...Deno.readDirSync(target)].map(({ name }) => name).sort();
      assert.deepEqual(names, [`B-1.${format}`, `B-1.${format}.sha256`]);
      await run("sh", ["-c", `cd ${target} && sha256sum --check --strict *.sha256`]);
      Deno.mkdirSync(`${directory.path}/unpacked`);
      await unpack[format](`${target}/B-1.${format}`, `${directory.path}/unpacked`);
      assert.deepEqual(
        await digests(`${directory.path}/unpacked/B-1`),
        await digests(batch.folder),
      );
      assert.equal(received[0]?.object, `B-1.${format}`);
      assert.deepEqual(received.slice(1, -1).map(({ sha256, note }) => [sha256, note]), [
        ...batch.images.map(({ sha256 }) => [sha256, `in B-1.${format}`]),
      ]);
      assert.deepEqual(await batch.deliver(destination), [], "the archive is not made again");
    },
  });
}

Deno.test("equal output gives equal archives, independent of clock and time zone", async () => {
  using directory = tempDir();
  const made: unknown[] = [];
  for (const [zone, copy] of [["Asia/Tokyo", 1], ["America/Lima", 2]] as const) {
    Deno.env.set("TZ", zone);
    for (const format of ["tar.gz", "zip"] as const) {
      const output = `${directory.path}/${format}-${copy}`;
      Deno.mkdirSync(`${output}-out`);
      const batch = await OutgoingBatch.make(output, "B-1", someBytes(3));
      await Deno.utime(`${batch.folder}/manifest.jsonl`, copy * 1e6, copy * 1e6);
      made.push((await batch.deliver(toArchive(archivesInDirectory(`${output}-out`), format)))[0]);
    }
  }
  Deno.env.delete("TZ");
  assert.deepEqual(made.slice(0, 2), made.slice(2));
});

/** A store in memory that fails at the file `failAt`. */
class MemoryStore implements ArchiveStore {
  check = () => Promise.resolve([]);
  readonly name = "memory";
  readonly puts: string[] = [];
  readonly sizes = new Map<string, number>();
  failAt: string | undefined;

  async put(...[{ name }, , pieces]: Parameters<ArchiveStore["put"]>): Promise<void> {
    if (name === this.failAt) throw new Error("killed");
    let size = 0;
    for await (const piece of pieces) size += piece.length;
    this.puts.push(name);
    this.sizes.set(name, size);
  }

  find(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  has(...[{ name }, { bytes }]: Parameters<ArchiveStore["has"]>): Promise<boolean> {
    return Promise.resolve(this.sizes.get(name) === bytes);
  }
}

Deno.test("after a crash, only the checksum of an archive that arrived is sent", async () => {
  using directory = tempDir();
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(3));
  const store = new MemoryStore();
  store.failAt = "B-1.zip.sha256";
  await assert.rejects(() => batch.deliver(toArchive(store, "zip")), { message: "killed" });
  store.failAt = undefined;
  await batch.deliver(toArchive(store, "zip"), { claim: 2, resumed: true });
  assert.deepEqual(store.puts, ["B-1.zip", "B-1.zip.sha256"]);
});

Deno.test("an archive that this program did not send is not overwritten", async () => {
  using directory = tempDir();
  const target = `${directory.path}/target`;
  Deno.mkdirSync(target);
  const archive = `${target}/B-1.zip`;
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(3));
  const destination = toArchive(archivesInDirectory(target), "zip");
  Deno.writeTextFileSync(archive, "other content");
  await assert.rejects(
    () => batch.deliver(destination),
    (error: unknown) => error instanceof DeliveryError && error.isFinal,
  );
  assert.equal(Deno.readTextFileSync(archive), "other content");
  const theirs = createHash("sha256").update("other content").digest("hex");
  const mayReplace = (object: string, sha256: string) =>
    Promise.resolve(object === "B-1.zip" && sha256 === theirs);
  await batch.deliver(destination, { mayReplace });
  assert.notEqual(Deno.readTextFileSync(archive), "other content");
});

Deno.test("a Batch that was delivered as files is also delivered as an archive", async () => {
  using directory = tempDir();
  const target = `${directory.path}/target`;
  Deno.mkdirSync(target);
  const batch = await OutgoingBatch.make(`${directory.path}/output`, "B-1", someBytes(3));
  await batch.deliver(toDirectory(target));
  const received = await batch.deliver(toArchive(archivesInDirectory(target), "zip"));
  assert.equal(received[0]?.object, "B-1.zip");
});

Deno.test("output with a missing or damaged file gives no archive", async () => {
  using directory = tempDir();
  const target = `${directory.path}/target`;
  Deno.mkdirSync(target);
  for (const [code, damage] of [["B-1", Deno.removeSync], ["B-2", damaged]] as const) {
    const batch = await OutgoingBatch.make(`${directory.path}/output`, code, someBytes(3));
    damage(`${batch.folder}/${batch.images[1]?.path}`);
    await assert.rejects(
      () => batch.deliver(toArchive(archivesInDirectory(target), "tar.gz")),
      (error: unknown) => error instanceof Error && /ENOENT|changed or removed/.test(error.message),
    );
    const names = [...Deno.readDirSync(target)].map(({ name }) => name);
    assert.deepEqual(names.filter((name) => !name.includes(".tmp")), []);
  }
});

/** Overwrites a file with other bytes of the same number. */
function damaged(path: string): void {
  Deno.writeFileSync(path, new Uint8Array(Deno.statSync(path).size));
}
