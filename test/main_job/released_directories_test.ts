import assert from "node:assert/strict";
import { exists } from "../../src/system/paths.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

/** Settings that would put originals, or the key, where recipients read. */
const released: Readonly<Record<string, (directory: string) => Record<string, string>>> = {
  "the quarantine is OUTPUT_BASE": (at) => ({ QUARANTINE: `${at}/output` }),
  "the quarantine is in OUTPUT_BASE": (at) => ({ QUARANTINE: `${at}/output/held` }),
  "the quarantine is a target": (at) => (
    { QUARANTINE: `${at}/target`, DELIVER_TO: `file://${at}/target` }
  ),
  "an inbox is in OUTPUT_BASE": (at) => ({ OUTPUT_BASE: at, STATE_DIR: `${at}-state` }),
  "an inbox is in a target": (at) => ({ DELIVER_TO: `file://${at}` }),
  "the key is in OUTPUT_BASE": (at) => ({ STATE_DIR: `${at}/output/state` }),
};

for (const [what, settings] of Object.entries(released)) {
  Deno.test(`nothing starts if ${what}`, async () => {
    using directory = tempDir();
    const { path } = directory;
    const intake = new IntakeUnderTest(path, { SETTLE: "0", ...settings(path) });
    intake.isFirstStart = true;
    dropStudy(intake.inbox, "ST-1", 1, 1);
    const { code, stderr } = await intake.run("queue");
    assert.equal(code, 2, stderr);
    assert.match(stderr, /is inside/);
    assert.ok(!exists(`${path}/output`) && !exists(`${path}/state`) && !exists(`${path}-state`));
  });
}

Deno.test("directories beside each other are accepted", async () => {
  using directory = tempDir();
  const { path } = directory;
  Deno.mkdirSync(`${path}/output-2`);
  const intake = new IntakeUnderTest(path, {
    SETTLE: "0",
    QUARANTINE: `${path}/output-held`,
    DELIVER_TO: `file://${path}/output-2`,
  });
  dropStudy(intake.inbox, "ST-1", 1, 1);
  assert.equal((await intake.run("queue")).code, 0);
});
