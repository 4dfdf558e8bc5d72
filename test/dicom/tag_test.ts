import assert from "node:assert/strict";
import { tagModule } from "../../scripts/make_tags.ts";
import { tagOf } from "../../src/dicom/dictionary.ts";
import * as Tag from "../../src/dicom/tag.ts";

const path = new URL("../../src/dicom/tag.ts", import.meta.url);

Deno.test("tag.ts is generated, and has exactly the attributes that the program names", () => {
  assert.equal(Deno.readTextFileSync(path), tagModule());
});

Deno.test("every tag is the one that the dictionary gives for its keyword", () => {
  const tags = Object.entries(Tag);
  assert.ok(tags.length > 100);
  for (const [keyword, tag] of tags) assert.equal(tag, tagOf(keyword), keyword);
});
