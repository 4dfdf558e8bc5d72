import assert from "node:assert/strict";
import { unknownNames } from "../../src/cli/unknown_names.ts";

Deno.test("an error says which operand no Batch has, and repeats no name of a folder", () => {
  const code = "B-8JH9QX2M4T6W0Z1A";
  const error = unknownNames(["ST-1", "B-DOE", code, "DOE_JANE"], ["B-DOE", code, "DOE_JANE"]);
  assert.equal(
    error.message,
    `no Batch has this code or folder name: argument 2, ${code}, argument 4`,
  );
  assert.doesNotMatch(`${error.message} ${error.hint}`, /DOE|path/);
  assert.match(unknownNames(["inbox/ST-1"], ["inbox/ST-1"]).hint, /without the directories/);
});
