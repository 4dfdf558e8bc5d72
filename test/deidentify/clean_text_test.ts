import assert from "node:assert/strict";
import { cleanText } from "../../src/deidentify/clean_text.ts";

Deno.test("cleanText() keeps words of radiology and quantities, and nothing that could be a name", () => {
  assert.equal(cleanText("CT Abdomen, 5mm axial (Dr. Miller)"), "ct abdomen 5mm axial");
  assert.equal(cleanText("Jane Doe 1950-01-02 MRN 4711 room 12"), "");
  assert.equal(cleanText("KNEE MÜLLER^JÖRG 山田"), "knee");
  assert.equal(cleanText(""), "");
});
