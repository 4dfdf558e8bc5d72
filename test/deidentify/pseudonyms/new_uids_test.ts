import assert from "node:assert/strict";
import {
  PseudonymKey,
  pseudonymousUID,
  withNewUids,
} from "../../../src/deidentify/pseudonyms/pseudonym_key.ts";

const inner = new PseudonymKey(new Uint8Array(32));
const original = {
  StudyInstanceUID: "1.2.1",
  SeriesInstanceUID: "1.2.2",
  SOPInstanceUID: "1.2.3",
};

Deno.test("withNewUids makes the pseudonyms of its key, and records for which UIDs", () => {
  const { newUids: map } = withNewUids(inner, (key) => {
    assert.equal(pseudonymousUID(key, "1.2.9"), pseudonymousUID(inner, "1.2.9"));
    key.hash("patient", "\u00001.2.8");
    const uids = {
      StudyInstanceUID: pseudonymousUID(key, "1.2.1"),
      SeriesInstanceUID: pseudonymousUID(key, "1.2.2"),
      SOPInstanceUID: pseudonymousUID(key, "1.2.3"),
    };
    return { original, uids };
  });
  assert.deepEqual([...map.keys()].sort(), ["1.2.1", "1.2.2", "1.2.3", "1.2.9"]);
  for (const [uid, pseudonym] of map) assert.equal(pseudonym, pseudonymousUID(inner, uid));
});

Deno.test("withNewUids returns the image's own UIDs if they are retained, and no value that is not a UID", () => {
  const { newUids } = withNewUids(inner, (key) => {
    pseudonymousUID(key, "JANE DOE");
    return { original, uids: original };
  });
  assert.deepEqual([...newUids], [
    ["1.2.1", "1.2.1"],
    ["1.2.2", "1.2.2"],
    ["1.2.3", "1.2.3"],
  ]);
});

Deno.test("withNewUids records a bounded number of UIDs", () => {
  const { newUids } = withNewUids(inner, (key) => {
    for (let number = 0; number < 12_000; number++) key.hash("uid", `1.9.${number}`);
    return { original, uids: original };
  });
  assert.equal(newUids.size, 10_003);
});
