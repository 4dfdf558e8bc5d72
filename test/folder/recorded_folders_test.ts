import assert from "node:assert/strict";
import { RecordedFolders } from "../../src/folder/recorded_folders.ts";
import { listNewFolders } from "../../src/folder/list_new_folders.ts";
import { tempDir } from "../support/temp_dir.ts";

const [longAgo, now] = [0, 1_000_000];

Deno.test("an unchanged inbox is not listed again, but at every twentieth scan", () => {
  const known = new RecordedFolders();
  const listed = Array.from({ length: 41 }, () => {
    if (known.isUnchanged(longAgo, now)) return false;
    assert.ok(!known.list()("ST-1"), "a full scan looks at every folder");
    known.add("ST-1");
    return true;
  });
  const scans = [...listed.entries()].filter(([, isListed]) => isListed);
  assert.deepEqual(scans.map(([scan]) => scan), [0, 20, 40]);
});

Deno.test("an inbox is listed again while a folder waits to be recorded, and after it was touched", () => {
  const known = new RecordedFolders();
  known.isUnchanged(longAgo, now);
  known.list()("ST-1");
  assert.ok(!known.isUnchanged(longAgo, now), "ST-1 could not be recorded");
  known.add("ST-1");
  assert.ok(known.isUnchanged(longAgo, now));
  assert.ok(!known.isUnchanged(longAgo + 1, now), "something came");
  assert.ok(!known.isUnchanged(now - 1, now), "just now");
  assert.ok(!known.isUnchanged(now - 1, now), "more may have come in the same tick of its clock");
});

Deno.test("a listing passes over recorded folders, and forgets those it did not meet", () => {
  const known = new RecordedFolders();
  known.isUnchanged(longAgo, now);
  known.add("ST-1");
  known.add("ST-2");
  assert.ok(known.list()("ST-1"));
  const next = known.list();
  assert.ok(next("ST-1"));
  assert.ok(!next("ST-2"), "it came back, so it is looked at");
  known.forget();
  assert.ok(!known.isUnchanged(longAgo, now), "the inbox was away");
});

Deno.test("listNewFolders() shows a folder until it is recorded", async () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/ST-1`);
  Deno.mkdirSync(`${directory.path}/ST-2`);
  Deno.mkdirSync(`${directory.path}/ST-3.tmp1`); // is not waited for
  const known = new RecordedFolders();
  const seen = async (): Promise<string[]> => {
    const windows = await Array.fromAsync(listNewFolders(directory.path, known));
    return windows.flat().map(({ uid }) => uid).sort();
  };
  assert.deepEqual(await seen(), ["ST-1", "ST-2"]);
  known.add("ST-1");
  assert.deepEqual(await seen(), ["ST-2"]);
  known.add("ST-2");
  assert.deepEqual(await seen(), []);
  const modifiedMs = Deno.statSync(directory.path).mtime?.getTime() ?? 0;
  const later = Date.now() + 60_000;
  known.isUnchanged(modifiedMs, later);
  assert.ok(known.isUnchanged(modifiedMs, later));
});
