import assert from "node:assert/strict";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { digests, filesBelow } from "../support/files/output_tree.ts";
import { tempDir } from "../support/temp_dir.ts";

for (const what of ["one line less", "no lines", "half a line"] as const) {
  Deno.test(`a manifest of the output with ${what} does not make a target incomplete, nor delete a source`, async () => {
    using directory = tempDir();
    const target = `${directory.path}/target`;
    const env = { SETTLE: "0", AFTER: "delete" };
    const intake = new IntakeUnderTest(directory.path, { ...env, DELIVER_TO: `file://${target}` });
    dropStudy(intake.inbox, "ST-1", 1, 3);
    assert.equal((await intake.run("queue")).code, 1, "the target does not exist");
    damage(`${directory.path}/output`, what);

    Deno.mkdirSync(target);
    await intake.run("retry", "ST-1");
    const { stderr } = await intake.run("queue");
    assert.doesNotMatch(stderr, /INTERNAL/);
    const images = filesBelow(target).filter((path) => path.endsWith(".dcm"));
    const sources = [...Deno.readDirSync(intake.inbox)];
    assert.ok(images.length === 3 || sources.length === 1, "an image is missing, and its source");
  });
}

function damage(output: string, what: "one line less" | "no lines" | "half a line"): void {
  const [path = ""] = filesBelow(output).filter((path) => path.endsWith("manifest.jsonl"));
  const text = Deno.readTextFileSync(`${output}/${path}`);
  const left = what === "no lines"
    ? ""
    : what === "half a line"
    ? text.slice(0, -30)
    : text.slice(text.indexOf("\n") + 1);
  Deno.writeTextFileSync(`${output}/${path}`, left);
}

Deno.test("reconcile reports a manifest of the output that is damaged, and it is made again", async () => {
  using directory = tempDir();
  const [output, target] = [`${directory.path}/output`, `${directory.path}/target`];
  Deno.mkdirSync(target);
  const env = { SETTLE: "0", DELIVER_TO: `file://${target}` };
  const intake = new IntakeUnderTest(directory.path, env);
  dropStudy(intake.inbox, "ST-1", 1, 3);
  assert.equal((await intake.run("queue")).code, 0);
  assert.equal((await intake.run("reconcile")).code, 0);
  const before = await digests(output);
  for (const what of ["one line less", "half a line"] as const) {
    damage(output, what);
    const { code, stdout, stderr } = await intake.run("reconcile", "--json");
    assert.deepEqual([code, stderr], [1, ""]);
    const found: { same: number; other: number }[] = JSON.parse(stdout);
    assert.deepEqual(found.map(({ same, other }) => [same, other]), [[3, 1], [3, 0]]);
  }
  await intake.run("reconcile", "--send", "--overwrite");
  assert.equal((await intake.run("queue")).code, 0);
  assert.deepEqual(await digests(output), before);
  assert.deepEqual(await digests(target), before);
  assert.equal((await intake.run("reconcile")).code, 0);
});
