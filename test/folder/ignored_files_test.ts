import assert from "node:assert/strict";
import { ignoring } from "../../src/folder/ignored_files.ts";
import type { SkipCode } from "../../src/model/errors.ts";

function codeOf(path: string, code: SkipCode, patterns = "Thumbs.db, ._*,note?.txt"): string {
  return ignoring(patterns)({ fileNumber: 1, path, code, reason: "x" }).code;
}

Deno.test("a file that is no image is ignored if its name matches a pattern", () => {
  for (const path of ["Thumbs.db", "a/THUMBS.DB", "a/._IMG0001.dcm", "note1.txt"]) {
    assert.equal(codeOf(path, "NOT_DICOM"), "IGNORED", path);
  }
  assert.equal(codeOf("Thumbs.db", "EMPTY_FILE"), "IGNORED");
  assert.equal(codeOf("DICOMDIR", "DICOMDIR", "DICOMDIR"), "IGNORED");
});

Deno.test("other names, and files that may be images, are not ignored", () => {
  for (const path of ["Thumbs.db/x", "xThumbs.db", "Thumbs-db", "note.txt", "note12.txt"]) {
    assert.equal(codeOf(path, "NOT_DICOM"), "NOT_DICOM", path);
  }
  const others = ["TRUNCATED", "UNREADABLE", "HELD_BACK", "NO_PIXEL_DATA", "GATE"] as const;
  for (const code of others) assert.equal(codeOf("Thumbs.db", code, "*"), code);
  assert.equal(codeOf("Thumbs.db", "NOT_DICOM", ""), "NOT_DICOM");
});
