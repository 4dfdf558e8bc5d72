import assert from "node:assert/strict";
import { isFinished } from "../../src/folder/is_finished.ts";
import { listNewFolders, RecordedFolders } from "../../src/folder/list_new_folders.ts";
import { tempDir } from "../support/temp_dir.ts";

const [longAgo, now] = [0, 1_000_000];

Deno.test("an unchanged inbox is listed only at every twentieth scan", () => {
  const recorded = new RecordedFolders();
  const listed = Array.from({ length: 41 }, () => {
    if (recorded.isUnchanged(longAgo, now)) return false;
    assert.ok(!recorded.list()("ST-1"), "a full scan examines every folder");
    recorded.add("ST-1");
    return true;
  });
  const scans = [...listed.entries()].filter(([, isListed]) => isListed);
  assert.deepEqual(scans.map(([scan]) => scan), [0, 20, 40]);
});

Deno.test("100,000 recorded folders are all examined at every hundredth scan, the second time", () => {
  const recorded = new RecordedFolders();
  const names = Array.from({ length: 100_000 }, (_, n) => `ST-${n}`);
  const full: number[] = [];
  for (let scan = 0; scan <= 120; scan++) {
    if (recorded.isUnchanged(longAgo, now)) continue;
    full.push(scan);
    const isRecorded = recorded.list();
    for (const name of names) if (!isRecorded(name)) recorded.add(name);
  }
  assert.deepEqual(full, [0, 20, 120]);
});

Deno.test("an inbox is listed again until all folders are recorded, and after it was modified", () => {
  const recorded = new RecordedFolders();
  recorded.isUnchanged(longAgo, now);
  recorded.list()("ST-1");
  assert.ok(!recorded.isUnchanged(longAgo, now), "ST-1 could not be recorded");
  recorded.add("ST-1");
  assert.ok(recorded.isUnchanged(longAgo, now));
  assert.ok(!recorded.isUnchanged(longAgo + 1, now), "an entry was added");
  assert.ok(!recorded.isUnchanged(now - 1, now), "just now");
  assert.ok(
    !recorded.isUnchanged(now - 1, now),
    "another entry may have been added within the resolution of the clock",
  );
});

Deno.test("a listing skips recorded folders and forgets missing ones", () => {
  const recorded = new RecordedFolders();
  recorded.isUnchanged(longAgo, now);
  recorded.add("ST-1");
  recorded.add("ST-2");
  assert.ok(recorded.list()("ST-1"));
  const next = recorded.list();
  assert.ok(next("ST-1"));
  assert.ok(!next("ST-2"), "it reappeared, so it is examined");
  recorded.forget();
  assert.ok(!recorded.isUnchanged(longAgo, now), "the inbox was missing");
});

Deno.test("listNewFolders() yields a folder until it is recorded", async () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/ST-1`);
  Deno.mkdirSync(`${directory.path}/ST-2`);
  Deno.mkdirSync(`${directory.path}/ST-3.tmp1`); // is not waited for
  const recorded = new RecordedFolders();
  const seen = async (): Promise<string[]> => {
    const windows = await Array.fromAsync(listNewFolders(directory.path, recorded));
    return windows.flat().map(({ uid }) => uid).filter(isFinished).sort();
  };
  assert.deepEqual(await seen(), ["ST-1", "ST-2"]);
  recorded.add("ST-1");
  assert.deepEqual(await seen(), ["ST-2"]);
  recorded.add("ST-2");
  assert.deepEqual(await seen(), []);
  const modifiedMs = Deno.statSync(directory.path).mtime?.getTime() ?? 0;
  const later = Date.now() + 60_000;
  recorded.isUnchanged(modifiedMs, later);
  assert.ok(recorded.isUnchanged(modifiedMs, later));
});
