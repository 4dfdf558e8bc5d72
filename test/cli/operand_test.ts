import assert from "node:assert/strict";
import { openOperand } from "../../src/cli/command.ts";
import { IntakeError } from "../../src/model/errors.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("a pipe named on the command line is opened without waiting for its writer", async () => {
  using directory = tempDir();
  const path = `${directory.path}/pipe`;
  assert.ok((await new Deno.Command("mkfifo", { args: [path] }).output()).success);
  using file = openOperand(path);
  assert.equal(file.statSync().isFile, false);
});

Deno.test("a link to a file is followed, and a missing file is a mistake of the caller", () => {
  using directory = tempDir();
  Deno.writeTextFileSync(`${directory.path}/file`, "text");
  Deno.symlinkSync(`${directory.path}/file`, `${directory.path}/link`);
  using file = openOperand(`${directory.path}/link`);
  assert.equal(file.statSync().size, 4);
  assert.throws(
    () => openOperand(`${directory.path}/missing`),
    (error) => error instanceof IntakeError && error.code === "USAGE",
  );
});
