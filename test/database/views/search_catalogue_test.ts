import assert from "node:assert/strict";
import { searchCatalogue } from "../../../src/database/views/search_catalogue.ts";
import { completed, image, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

Deno.test("one search box finds folders, codes, pseudonyms, UIDs, accession numbers, modalities and days", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2", "DOE_JANE"]);
    await completed(sql, 1000, [image(1), image(2)]);
    const other = { studyInstanceUid: "2.25.9", seriesInstanceUid: "2.25.99", patient: "P-2" };
    await completed(sql, 1001, [image(3, { ...other, modality: "MR", accession: "A2" })]);
    await sql`update batch set found_at = '2026-03-04T12:00:00Z' where code = 'B-ST-2'`;
    const list = (by: string, name: string) => ({ kind: "list", by, name });
    const expected: Readonly<Record<string, unknown>> = {
      "DOE_JANE": { kind: "batch", name: "B-DOE_JANE" },
      " ST-2 ": { kind: "batch", name: "B-ST-2" },
      "B-ST-2": { kind: "batch", name: "B-ST-2" },
      "b-doe": { kind: "batch", name: "B-DOE_JANE" },
      "b-st": list("code", "B-ST"),
      "p-2": list("patient", "P-2"),
      "2.25.3": { kind: "image", name: "2.25.3" },
      "2.25.99": { kind: "series", name: "2.25.99", batch: "B-ST-2" },
      "2.25.9": list("study", "2.25.9"),
      "A2": list("accession", "A2"),
      "mr": list("modality", "MR"),
      "2026-03-04": list("day", "2026-03-04"),
    };
    for (const [term, found] of Object.entries(expected)) {
      assert.deepEqual(await searchCatalogue(sql, term), found, term);
    }
  });
});

Deno.test("a term that the catalogue does not contain is not found, and so is not repeated", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1"]);
    await completed(sql, 1000, [image(1)]);
    const original = ["1.2.3", "1.2.3.1", "4711", "DOE^JANE", "1950-01-01", "1"];
    const invalid = ["", "  ", "2026-99-99", "B-", "P-", "B-%", "%", "US", "'", "2.25.1.2.25"];
    for (const term of [...original, ...invalid]) {
      const found = await searchCatalogue(sql, term);
      // the beginning of all codes is the only one of these that names something
      if (term === "B-") assert.deepEqual(found, { kind: "batch", name: "B-ST-1" });
      else assert.equal(found, undefined, term);
    }
  });
});
