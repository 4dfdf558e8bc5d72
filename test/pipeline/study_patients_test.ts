import assert from "node:assert/strict";
import type { KnownPatient } from "../../src/model/image.ts";
import { StudyPatients } from "../../src/pipeline/study_patients.ts";
import { image } from "../support/database/batches.ts";

/**
 * PatientID and issuer as images name them, `q:` before one of qualifiers; null where there is
 * none.
 */
type Named = readonly [patientId: string | null, issuer: string | null];

function resolved(named: readonly Named[], known?: Named): string[] {
  const patients = new StudyPatients();
  for (const [at, [patientId, written]] of named.entries()) {
    const row = image(at, { patient: `P-${patientId}-${written}` });
    const isQualified = written?.startsWith("q:") ?? false;
    const issuer = written?.replace("q:", "") ?? null;
    patients.add({ ...row, identity: { ...row.identity, patientId, issuer, isQualified } });
  }
  const stored = new Map<string, KnownPatient>();
  if (known) {
    const [patientId, issuer] = known;
    stored.set("2.25.1000", { pseudonym: "P-X", patientId, issuer });
  }
  return patients.resolve(stored).map(({ given, patientID, issuer }) =>
    `${given} is ${patientID} of ${issuer}`
  );
}

const A = ["4711", "A"] as const;
const bare = ["4711", null] as const;
const cases: readonly (readonly [
  what: string,
  named: readonly Named[],
  known?: Named | undefined,
  ...expected: string[],
])[] = [
  ["of one issuer", [A, A]],
  ["of no issuer", [bare, bare]],
  ["one of which lacks the issuer", [A, bare], undefined, "4711 is 4711 of A"],
  ["one of which has the issuer, last", [bare, bare, A], undefined, "4711 is 4711 of A"],
  ["of two issuers", [A, ["4711", "B"]]],
  ["of two issuers, one without", [A, ["4711", "B"], bare]],
  ["one of which has qualifiers alone", [A, ["4711", "q:1.2"]], undefined, "4711 is 4711 of A"],
  ["with qualifiers alone", [["4711", "q:1.2"], bare], undefined, "4711 is 4711 of 1.2"],
  ["with different qualifiers", [["4711", "q:1.2"], ["4711", "q:1.3"]]],
  ["one of which has no PatientID", [A, [null, null]], undefined, " is 4711 of A"],
  ["without PatientID", [[null, null], [null, null]]],
  ["of two PatientIDs, and one without", [A, ["4712", "A"], [null, null]]],
  ["without issuer, of a study that is stored", [bare], A, "4711 is 4711 of A"],
  ["with the issuer, of a study stored without", [A], bare, "4711 is 4711 of "],
  ["of another issuer than the stored study's", [["4711", "B"]], A],
  ["of another PatientID than the stored study's", [["4712", null]], A],
  ["without PatientID, of a stored study", [[null, null]], A, " is 4711 of A"],
  ["of a study stored without PatientID", [A], [null, null]],
];

for (const [what, named, known, ...expected] of cases) {
  Deno.test(`the patient of images ${what}`, () => {
    assert.deepEqual(resolved(named, known), expected);
  });
}

Deno.test("a study with two patients is told from one with one", () => {
  const mixed = (...patients: string[]): boolean => {
    const all = new StudyPatients();
    for (const [at, patient] of patients.entries()) all.add(image(at, { patient }));
    return all.areMixed;
  };
  assert.equal(mixed("P-1", "P-1"), false);
  assert.equal(mixed("P-1", "P-2"), true);
});
