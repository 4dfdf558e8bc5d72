import assert from "node:assert/strict";
import { errorHints } from "../../src/cli/error_hints.ts";

Deno.test("errors explains each code once, for Batches and files, in lines of at most 80 columns", () => {
  const text = errorHints([
    { code: "FOLDER_UNREADABLE", isOfBatch: true },
    { code: "NOT_DICOM", isOfBatch: false },
    { code: "NOT_DICOM", isOfBatch: false },
    { code: "GATE", isOfBatch: true },
    { code: "GATE", isOfBatch: false },
    { code: "NO_SUCH_CODE", isOfBatch: false },
  ]);
  assert.match(
    text,
    /^What the codes mean, and what to do:\n {2}FOLDER_UNREADABLE\n {4}A directory/,
  );
  assert.match(text.replaceAll(/\s+/g, " "), /Grant the right or flatten the folder, then retry\./);
  assert.equal(text.match(/^ {2}NOT_DICOM$/gm)?.length, 1);
  assert.equal(text.match(/^ {2}GATE$/gm)?.length, 2, "a Batch and an image have other remedies");
  assert.doesNotMatch(text, /`|NO_SUCH_CODE/);
  for (const line of text.split("\n")) assert.ok(line.length <= 80, line);
  assert.equal(errorHints([{ code: "NO_SUCH_CODE", isOfBatch: true }]), "");
});
