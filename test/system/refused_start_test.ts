import assert from "node:assert/strict";
import { exists } from "../../src/system/paths.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("a start that is refused leaves no new key behind, and one that is not makes it", async () => {
  using directory = tempDir();
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  const key = `${intake.stateDir}/deid.key`;
  Deno.writeTextFileSync(`${directory.path}/file`, "");
  Deno.writeTextFileSync(`${directory.path}/recipe`, "no recipe\n");
  const refused = [
    ["watch", "--serve", "--web-listen", `127.0.0.1:${taken.addr.port}`],
    ["watch", "--output-base", `${directory.path}/file`],
    ["queue", "--recipe", `${directory.path}/recipe`],
    ["queue", "--pg-bin", `${directory.path}/none`, "--state-dir", `${directory.path}/other`],
    ["deidentify", `${directory.path}/none`, `${directory.path}/to`],
  ] as const;
  for (const [name, ...args] of refused) {
    const { code, stderr } = await intake.run(name, ...args);
    assert.ok(code > 0, stderr);
    assert.equal(exists(key), false, stderr);
    assert.equal(exists(`${directory.path}/other/deid.key`), false, stderr);
  }
  dropStudy(intake.inbox, "ST-1", 1);
  assert.equal((await intake.run("queue")).code, 0);
  assert.equal(exists(key), true);

  Deno.removeSync(key);
  dropStudy(intake.inbox, "ST-2", 2);
  const { code, stderr } = await intake.run("queue");
  assert.equal(code, 2);
  assert.match(stderr, /KEY_FILE/);
  assert.equal(exists(key), false, "the database's pseudonyms were made with another one");
});
