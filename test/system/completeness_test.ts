import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { dropFolder, syntheticStudy } from "../../src/cli/demo/synthetic_study.ts";
import { makeStudy } from "../support/files/inbox.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { run } from "../support/tools.ts";

type Entry = Readonly<Record<string, string | number>>;

function expectation(files: number, list?: readonly Entry[]): { name: string; bytes: Uint8Array } {
  const text = JSON.stringify({ files, ...(list ? { list } : {}) });
  return { name: ".expected.json", bytes: new TextEncoder().encode(text) };
}

Deno.test("a folder that differs from its sender's list waits until it matches", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", SCAN_EVERY: "1" });
  const [first, second] = [...syntheticStudy({ number: 1, images: 2, size: 16 })];
  assert.ok(first && second);
  const all = [first, second].map(({ name: path, bytes }) => (
    { path, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") }
  ));
  dropFolder(intake.inbox, "ST-1", [first, expectation(2, all)]);
  await using watch = intake.start("watch");
  const error = await watch.until(({ status }) => status === "ERROR");
  assert.equal(error.code, "INCOMPLETE");
  const shown = (await intake.run("errors")).stdout;
  assert.match(shown, /INCOMPLETE.*1 of 2 files are present; 1 missing \(entries 2 of/);
  assert.ok(!shown.includes(second.name), "names of files are not shown");
  Deno.writeFileSync(`${intake.inbox}/ST-1/${second.name}`, second.bytes);
  await watch.until(({ status }) => status === "DONE");
  await watch.stop();
  const images = filesBelow(`${directory.path}/output`).filter((path) => path.endsWith(".dcm"));
  assert.equal(images.length, 2);
  const errors = await intake.run("errors", "--json");
  assert.deepEqual(JSON.parse(errors.stdout), [], "the announcement is no skipped file");
});

const [image] = [...syntheticStudy({ number: 2, images: 1, size: 16 })];
assert.ok(image);
const { name: path } = image;

const faults: readonly (readonly [string, ReturnType<typeof expectation>, RegExp])[] = [
  ["too many files", expectation(0), /1 of 0 files/],
  ["another size", expectation(1, [{ path, bytes: 7 }]), /of different size \(entries 1 /],
  ["other content", expectation(1, [{ path, sha256: "0".repeat(64) }]), /of different content/],
  ["another instance", expectation(1, [{ SOPInstanceUID: "1.2.3" }]), /1 of the SOPInstanceUIDs/],
  ["no sense", expectation(-1), /is invalid at files/],
  ["a slip", expectation(1, [{ path, sh256: "x" }]), /is invalid at list.0/],
];

Deno.test("a folder is compared with its list: number of files, sizes, content, instances", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  for (const [at, [, expected]] of faults.entries()) {
    dropFolder(intake.inbox, `ST-${at}`, [image, expected]);
  }
  for (const [at, make] of [["mkfifo"], ["ln", "-s", "/etc/passwd"]].entries()) {
    const folder = makeStudy(intake.inbox, `ST-no-file-${at}.tmp`, 3 + at, 1);
    const [program = "", ...args] = make;
    await run(program, [...args, `${folder}/no-file`]);
    const list = expectation(2, [{ path: "no-file", sha256: "0".repeat(64) }]);
    Deno.writeFileSync(`${folder}/${list.name}`, list.bytes);
    Deno.renameSync(folder, folder.replace(".tmp", ""));
  }
  assert.equal((await intake.run("queue")).code, 1);
  for (const [at, [what, , reason]] of faults.entries()) {
    const { stdout } = await intake.run("errors", "--json", `ST-${at}`);
    const [batch] = JSON.parse(stdout);
    assert.equal(batch.faultCode, "INCOMPLETE", what);
    assert.match(batch.reason, reason);
  }
  assert.deepEqual(filesBelow(`${directory.path}/output`), []);
});
