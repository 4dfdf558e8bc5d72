import assert from "node:assert/strict";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import { patientsOfStudies } from "../../../src/database/images/patients_of_studies.ts";
import { storeBatch } from "../../../src/database/images/store_batch.ts";
import type { ImageRow, KnownPatient } from "../../../src/model/image.ts";
import { content, image, request, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const study = "2.25.1000";

/** The row of an image of a patient with an issuer, or without one. */
function of(number: number, patient: string, issuer: string | null): ImageRow {
  const row = image(number, { patient });
  return { ...row, identity: { ...row.identity, issuer } };
}

Deno.test("a study has the patient that another Batch has stored, and images of its own do not count", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2"]);
    const [first, second] = await claimBatches(sql, request, 2);
    assert.ok(first && second);
    const none = new Map<string, KnownPatient>();
    await storeBatch(sql, first, { ...content([of(1, "P-B", "B")]), knownPatients: none });
    assert.equal((await patientsOfStudies(sql, first.id, [study])).size, 0);
    const known = await patientsOfStudies(sql, second.id, [study, "2.25.7"]);
    assert.deepEqual([...known], [[study, { pseudonym: "P-B", patientId: "1", issuer: "B" }]]);
    assert.equal((await patientsOfStudies(sql, second.id, [])).size, 0);

    const bare = { ...content([of(2, "P-A", null)]), knownPatients: none };
    await assert.rejects(storeBatch(sql, second, bare), { code: "STUDY_SHARED" });
    assert.equal((await sql`select from image`).count, 1, "nothing of it is stored");
    await storeBatch(sql, second, { ...content([of(2, "P-B", "B")]), knownPatients: none });
    await storeBatch(sql, second, { ...bare, knownPatients: known });
    const [stored] = await sql`select patient from study`;
    assert.equal(stored?.["patient"], "P-B", "it keeps its patient");
  }));

Deno.test("a study that one Batch alone has is of the lowest of its patients, whatever their order", () =>
  withDatabase(async (sql) => {
    for (const [at, order] of [["P-A", "P-B"], ["P-B", "P-A"]].entries()) {
      await waiting(sql, [`ST-${at}`]);
      const [batch] = await claimBatches(sql, request, 1);
      assert.ok(batch);
      const changes = { studyInstanceUid: `2.25.${at}` };
      const rows = order.map((patient, number) => (
        { ...of(10 * at + number, patient, null), ...changes }
      ));
      const imageChunks = (): ImageRow[][] => rows.map((row) => [row]);
      await storeBatch(sql, batch, { ...content([]), imageChunks, knownPatients: new Map() });
    }
    const patients = await sql`select patient from study`;
    assert.deepEqual(patients.map(({ patient }) => patient), ["P-A", "P-A"]);
  }));
