import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { originalName, quarantine } from "../../src/output/quarantine.ts";
import { keepThumbnail, readThumbnail } from "../../src/output/thumbnail.ts";
import { digestOf } from "../support/database/review.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { tempDir } from "../support/temp_dir.ts";

const buffer = new Uint8Array(4);
const modeOf = (path: string): number => (Deno.statSync(path).mode ?? 0) & 0o777;

/** A source that calls `onRead` before it gives each of its parts. */
function sourceOf(parts: readonly string[], onRead = (_part: string): void => {}) {
  let at = 0;
  return {
    seekSync: (): number => at = 0,
    readSync(into: Uint8Array): number | null {
      const part = parts[at++];
      if (part === undefined) return null;
      onRead(part);
      return new TextEncoder().encodeInto(part, into).written;
    },
  };
}

Deno.test("a copy has its name only when it is complete, and only its owner can read it", () => {
  using directory = tempDir();
  const folder = `${directory.path}/B-1`;
  const source = sourceOf(["own", "ed"], () => {
    assert.ok(filesBelow(folder).every((name) => name.endsWith(".tmp")));
  });
  const digest = quarantine(source, folder, originalName, buffer);
  assert.equal(digest, createHash("sha256").update("owned").digest("hex"));
  assert.deepEqual(filesBelow(folder), [`${digest}.dcm`]);
  assert.equal(Deno.readTextFileSync(`${folder}/${digest}.dcm`), "owned");
  assert.deepEqual([modeOf(folder), modeOf(`${folder}/${digest}.dcm`)], [0o700, 0o600]);
  quarantine(sourceOf(["own", "ed"]), folder, originalName, buffer);
  assert.equal(filesBelow(folder).length, 1, "a repeated job replaces it");
});

Deno.test("a copy that fails leaves nothing", () => {
  using directory = tempDir();
  const folder = `${directory.path}/B-1`;
  const source = sourceOf(["own", "bad"], (part) => {
    if (part === "bad") throw new Deno.errors.NotFound("gone");
  });
  assert.throws(() => quarantine(source, folder, originalName, buffer));
  assert.deepEqual(filesBelow(folder), []);
});

Deno.test("a thumbnail lies beside the copy, and only its owner can read it", async () => {
  using directory = tempDir();
  const sha256 = digestOf(1);
  assert.equal(await readThumbnail(directory.path, "B-1", sha256), undefined);
  for (const content of ["first", "second"]) {
    const png = new TextEncoder().encode(content);
    await keepThumbnail(directory.path, "B-1", sha256, png);
    assert.deepEqual(await readThumbnail(directory.path, "B-1", sha256), png);
  }
  assert.deepEqual(filesBelow(directory.path), [`B-1/${sha256}.png`]);
  assert.equal(modeOf(`${directory.path}/B-1/${sha256}.png`), 0o600);
});
