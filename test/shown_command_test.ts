import assert from "node:assert/strict";
import { shownCommand, withShownCommands } from "../src/system/shown_command.ts";

Deno.test("a hint names a command as this process was run", () => {
  assert.equal(shownCommand("status", true), "dicom-intake status");
  assert.equal(shownCommand("status", false), "deno task status");
  assert.equal(shownCommand("status"), "deno task status", "of a clone, without the variable");
});

Deno.test("the commands in a text with code spans are shown like this, and nothing else", () => {
  const text = "`deno task targets` shows which; `DELIVER_TO`; a deno task; `deno task stop`.";
  assert.equal(
    withShownCommands(text, true),
    "`dicom-intake targets` shows which; `DELIVER_TO`; a deno task; `dicom-intake stop`.",
  );
  assert.equal(withShownCommands(text, false), text);
});
