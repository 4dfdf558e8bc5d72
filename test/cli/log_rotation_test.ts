import assert from "node:assert/strict";
import { openLogRotation, rotateLog } from "../../src/cli/detach.ts";
import { exists } from "../../src/system/paths.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("a log that has grown is emptied in place, three older ones are kept, and no line is lost", () => {
  using directory = tempDir();
  const path = `${directory.path}/watch.log`;
  using log = Deno.openSync(path, { create: true, append: true });
  for (let line = 1; line <= 5; line++) {
    log.writeSync(new TextEncoder().encode(`line ${line}\n`));
    rotateLog(path, 3);
  }
  log.writeSync(new TextEncoder().encode("6\n"));
  rotateLog(path, 3);
  assert.equal(Deno.readTextFileSync(path), "6\n");
  assert.equal(Deno.readTextFileSync(`${path}.1`), "line 5\n");
  assert.equal(Deno.readTextFileSync(`${path}.3`), "line 3\n");
  assert.equal(exists(`${path}.4`), false);
});

Deno.test("a log that was taken away, or none, disturbs nothing", () => {
  using directory = tempDir();
  rotateLog(`${directory.path}/none`, 3);
  using _ = openLogRotation(undefined);
});
