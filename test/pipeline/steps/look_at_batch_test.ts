import assert from "node:assert/strict";
import { isAsSeen, lookAtBatch } from "../../../src/pipeline/steps/look.ts";
import { makeStudy } from "../../support/files/inbox.ts";
import { makeByBytes } from "../../support/files/make_by_bytes.ts";
import { tempDir } from "../../support/temp_dir.ts";

const settleMs = 2000;

Deno.test("a folder that nobody renamed is ready once nothing in it was touched for a while", async () => {
  using base = tempDir();
  makeStudy(base.path, "ST-1", 1);
  const batch = { base: base.path, uid: "ST-1", settled: false };
  const written = Date.now();
  const kindAt = async (ms: number): Promise<string> =>
    (await lookAtBatch(batch, settleMs, () => written + ms)).kind;
  assert.equal(await kindAt(1000), "unsettled");
  assert.equal(await kindAt(5000), "ready");
  assert.equal((await lookAtBatch({ ...batch, settled: true }, settleMs)).kind, "ready");
});

Deno.test("files younger than this machine's clock do not make a Batch wait for ever", async () => {
  using base = tempDir();
  const folder = makeStudy(base.path, "ST-1", 1);
  const batch = { base: base.path, uid: "ST-1", settled: false };
  const yearsAgo = (): number => Date.now() - 1e11;
  assert.equal((await lookAtBatch(batch, 1, yearsAgo)).kind, "ready");
  const looking = lookAtBatch(batch, 100, yearsAgo);
  Deno.writeTextFileSync(`${folder}/late.dcm`, "late");
  assert.equal((await looking).kind, "unsettled");
});

Deno.test("a file set to a time to come, as by a scanner whose clock is wrong, is no reason to wait", async () => {
  using base = tempDir();
  const folder = makeStudy(base.path, "ST-1", 1);
  for (const path of [`${folder}/IMG0001.dcm`, folder]) Deno.utimeSync(path, 4e9, 4e9);
  const batch = { base: base.path, uid: "ST-1", settled: false };
  const look = await lookAtBatch(batch, settleMs, () => Date.now() + 5000);
  assert.equal(look.kind, "ready");
});

Deno.test("a file that grew in place is a change, though no directory shows it", async () => {
  using base = tempDir();
  const folder = makeStudy(base.path, "ST-1", 1);
  const batch = { base: base.path, uid: "ST-1", settled: true };
  const look = await lookAtBatch(batch, settleMs);
  assert.ok(look.kind === "ready" && await isAsSeen(batch, look));
  Deno.writeTextFileSync(`${folder}/IMG0001.dcm`, "more", { append: true });
  assert.equal(await isAsSeen(batch, look), false);
});

Deno.test("a folder that cannot be opened for its name is reported, not passed over", async () => {
  using base = tempDir();
  await makeByBytes(base.path, "file", "M\\334LLER");
  const batch = { base: base.path, uid: "M\uFFFDLLER", settled: true };
  await assert.rejects(() => lookAtBatch(batch, settleMs), { code: "FOLDER_UNREADABLE" });
  await assert.rejects(() => lookAtBatch({ ...batch, uid: "gone" }, settleMs), {
    code: "FOLDER_GONE",
  });
});

Deno.test("directories nested deeper than a path can be long are a fault of their Batch alone", async () => {
  using base = tempDir();
  Deno.mkdirSync(`${base.path}/ST-1${"/d".repeat(33)}`, { recursive: true });
  const batch = { base: base.path, uid: "ST-1", settled: true };
  await assert.rejects(() => lookAtBatch(batch, settleMs), { code: "FOLDER_UNREADABLE" });
});
