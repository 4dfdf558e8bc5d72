import assert from "node:assert/strict";
import {
  NewUids,
  PseudonymKey,
  pseudonymousUID,
} from "../../../src/deidentify/pseudonyms/pseudonym_key.ts";

const inner = new PseudonymKey(new Uint8Array(32));
const originals = {
  StudyInstanceUID: "1.2.1",
  SeriesInstanceUID: "1.2.2",
  SOPInstanceUID: "1.2.3",
};

Deno.test("NewUids makes the pseudonyms of its key, and notes for which UIDs", () => {
  const key = new NewUids(inner);
  assert.equal(pseudonymousUID(key, "1.2.9"), pseudonymousUID(inner, "1.2.9"));
  key.hash("patient", "\u00001.2.8");
  const own = {
    StudyInstanceUID: pseudonymousUID(key, "1.2.1"),
    SeriesInstanceUID: pseudonymousUID(key, "1.2.2"),
    SOPInstanceUID: pseudonymousUID(key, "1.2.3"),
  };
  const map = key.toMap(originals, own);
  assert.deepEqual([...map.keys()].sort(), ["1.2.1", "1.2.2", "1.2.3", "1.2.9"]);
  for (const [uid, pseudonym] of map) assert.equal(pseudonym, pseudonymousUID(inner, uid));
});

Deno.test("NewUids has the image's own UIDs where they are retained, and no value that is no UID", () => {
  const key = new NewUids(inner);
  pseudonymousUID(key, "JANE DOE");
  assert.deepEqual([...key.toMap(originals, originals)], [
    ["1.2.1", "1.2.1"],
    ["1.2.2", "1.2.2"],
    ["1.2.3", "1.2.3"],
  ]);
});

Deno.test("NewUids notes a bounded number of UIDs", () => {
  const key = new NewUids(inner);
  for (let number = 0; number < 12_000; number++) key.hash("uid", `1.9.${number}`);
  assert.equal(key.toMap(originals, originals).size, 10_003);
});
