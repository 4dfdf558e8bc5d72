import assert from "node:assert/strict";
import { type OpenPorts, openRegularFile } from "../../src/folder/open_regular_file.ts";
import { fileInMemory } from "../../src/system/readable_file.ts";

const [folderInode, seriesInode, linkInode, inside, outside] = [1, 2, 3, 4, 5];
/** Folder, directory, file; opening; and the same three again. */
const calls = 3 + 1 + 3;

/**
 * Opens `ST-1/series/1.dcm` while `series` is a link at the calls whose bit is set. Returns the
 * inode of the file that was opened, undefined if it was refused.
 */
function openedWith(bits: number): number | undefined {
  let call = 0;
  const isLink = () => (bits >> call++ & 1) === 1;
  const ports: OpenPorts = {
    lstat(path) {
      const linked = isLink();
      const isFile = path.endsWith(".dcm");
      if (isFile) return facts(linked ? outside : inside, "file");
      if (path.endsWith("ST-1")) return facts(folderInode, "directory");
      return linked ? facts(linkInode, "link") : facts(seriesInode, "directory");
    },
    open() {
      const ino = isLink() ? outside : inside;
      return { ...fileInMemory(new Uint8Array(1)), statSync: () => facts(ino, "file") };
    },
  };
  try {
    return openRegularFile("/inbox/ST-1", "series/1.dcm", undefined, ports).info.ino ?? undefined;
  } catch (error) {
    assert.ok(error instanceof Error && "code" in error && error.code === "NOT_A_FILE");
    return undefined;
  }
}

function facts(ino: number, kind: "file" | "directory" | "link") {
  return { ino, dev: 1, size: 1, isFile: kind === "file", isDirectory: kind === "directory" };
}

/** How often the link is put in place: runs of set bits. */
function exchanges(bits: number): number {
  let count = 0;
  for (let at = 0; at < calls; at++) if ((bits >> at & 3) === 2 || (at === 0 && bits & 1)) count++;
  return count;
}

Deno.test("a directory that is exchanged with a link once, at any moments, does not lead out of the inbox", () => {
  assert.equal(openedWith(0), inside);
  let fewest = Infinity;
  for (let bits = 0; bits < 2 ** calls; bits++) {
    if (openedWith(bits) === outside) fewest = Math.min(fewest, exchanges(bits));
  }
  assert.equal(fewest, 2);
});
