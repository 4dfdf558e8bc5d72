import assert from "node:assert/strict";
import { imageFacts } from "../../../src/dicom/read/image_facts.ts";
import { headerOf } from "../../support/dicom/header_of.ts";

const [ct, us] = ["1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.6.1"];

Deno.test("the SOP class is that of the data set, otherwise that of the file meta information", () => {
  const meta = { MediaStorageSOPClassUID: us };
  const both = imageFacts(headerOf({ SOPClassUID: ct }, meta));
  assert.deepEqual([both.sopClassUID, both.ownSOPClassUID], [ct, ct]);
  const metaOnly = imageFacts(headerOf({}, meta));
  assert.deepEqual([metaOnly.sopClassUID, metaOnly.ownSOPClassUID], [us, undefined]);
});

Deno.test("the issuer of a patient is qualified only if the qualifiers alone state it", () => {
  const qualifiers = { IssuerOfPatientIDQualifiersSequence: [{ UniversalEntityID: "1.2.9" }] };
  const { patient: stated } = imageFacts(headerOf({ IssuerOfPatientID: "A", ...qualifiers }));
  assert.deepEqual([stated.issuer, stated.isQualified], ["A", false]);
  const { patient: qualified } = imageFacts(headerOf(qualifiers));
  assert.deepEqual([qualified.issuer, qualified.isQualified], ["1.2.9", true]);
  const { patient: none } = imageFacts(headerOf({}));
  assert.deepEqual([none.issuer, none.isQualified], [undefined, false]);
});

Deno.test("an issuer without UniversalEntityID is named by LocalNamespaceEntityID", () => {
  const items = [{ UniversalEntityID: "", LocalNamespaceEntityID: "LAB " }];
  const { accessionIssuer } = imageFacts(headerOf({ IssuerOfAccessionNumberSequence: items }));
  assert.equal(accessionIssuer, "LAB");
});

Deno.test("empty and absent values are undefined, and others have no padding", () => {
  const { patient, studyDate, pixels } = imageFacts(headerOf({
    PatientID: " ID-7 ",
    PatientName: "",
    StudyDate: "20200102",
    Rows: "4",
    Columns: "",
  }));
  const { patientID, name, birthDate } = patient;
  assert.deepEqual([patientID, name, birthDate], ["ID-7", undefined, undefined]);
  assert.equal(studyDate, "20200102");
  assert.deepEqual([pixels.rows, pixels.columns, pixels.samples], [4, undefined, undefined]);
});
