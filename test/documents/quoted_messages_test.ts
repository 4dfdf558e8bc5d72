import assert from "node:assert/strict";
import { requireExpectedFiles } from "../../src/folder/expected_files.ts";
import { IntakeError } from "../../src/model/errors.ts";
import { tempDir } from "../support/temp_dir.ts";

const admission = Deno.readTextFileSync(new URL("../../docs/admission.md", import.meta.url));

Deno.test("docs/admission.md shows what errors prints for its example with one other file", () => {
  const [, json = ""] = /```json\n([^]*?)```/.exec(admission) ?? [];
  const [, quoted] = /```\n(the folder .*)\n```/.exec(admission) ?? [];
  using directory = tempDir();
  Deno.writeTextFileSync(`${directory.path}/2.dcm`, "");
  assert.throws(() => requireExpectedFiles(directory.path, JSON.parse(json)), (error) => {
    assert.ok(error instanceof IntakeError);
    assert.equal(error.message, quoted);
    return true;
  });
});
