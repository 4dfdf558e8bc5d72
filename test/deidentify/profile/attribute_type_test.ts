import assert from "node:assert/strict";
import { attributeType } from "../../../src/deidentify/profile/attribute_type.ts";
import types from "../../../src/deidentify/profile/attribute_types.tsv" with { type: "text" };
import { Profile } from "../../../src/deidentify/profile/profile.ts";
import { tagOf } from "../../../src/dicom/dictionary.ts";
import { tableRows } from "../../support/deidentify/profile_rows.ts";

const storage = "1.2.840.10008.5.1.4.1.1.";
const basic = new Profile(new Set());

/** Attribute, SOP class, path, its type in PS3.3, and what the basic profile does with it. */
const expected: readonly (readonly [string, string, string, string | undefined, string])[] = [
  // X/Z/D of General Equipment (type 3) and Enhanced General Equipment (type 1)
  ["DeviceSerialNumber", "2", "", "3", "X"],
  ["DeviceSerialNumber", "128", "", "3", "X"],
  ["DeviceSerialNumber", "2.1", "", "1", "D"],
  ["DeviceSerialNumber", "66.4", "", "1", "D"],
  // X/Z: PET has dates of type 2; X/Z/D: Enhanced CT and US 1C, waveforms 1
  ["AcquisitionDate", "128", "", "2", "Z"],
  ["AcquisitionDateTime", "4", "", "3", "X"],
  ["AcquisitionDateTime", "6.1", "", "1C", "D"],
  ["AcquisitionDateTime", "9.1.1", "", "1", "D"],
  ["AcquisitionDateTime", "104.1", "", "2", "Z"],
  // X/D: type 1 in PET, 3 elsewhere; Z/D
  ["SeriesDate", "128", "", "1", "D"],
  ["SeriesDate", "12.1", "", "3", "X"],
  ["ContentDate", "1.2", "", "2C", "Z"],
  ["ContentDate", "481.2", "", "2C", "Z"],
  ["ContentDate", "88.67", "", "1", "D"],
  ["ContrastBolusAgent", "12.1", "", "2", "Z"],
  // X/Z/D: type 2 in RT series and SR documents, 1C in enhanced series, 3 elsewhere
  ["OperatorsName", "481.5", "", "2", "Z"],
  ["OperatorsName", "20", "", "3", "X"],
  ["ReferencedPerformedProcedureStepSequence", "88.11", "", "2", "Z"],
  ["ReferencedPerformedProcedureStepSequence", "4.1", "", "1C", "D"],
  ["ReferencedPerformedProcedureStepSequence", "20", "", "3", "X"],
  // X/D of type 2 must have a value; X/Z of type 2 may be empty
  ["TreatmentDate", "481.4", "", "2", "D"],
  ["RTPlanDate", "481.5", "", "2", "D"],
  ["AcquisitionContextSequence", "4.1", "", "2", "Z"],
  ["AcquisitionContextSequence", "4", "", "3", "X"],
  // references are mapped, whatever their type
  ["SourceImageSequence", "2", "", "3", "U"],
  ["ReferencedImageSequence", "12.1", "", "1C", "U"],
  // in items, the sequence decides
  ["InstitutionName", "2", "OperatorIdentificationSequence__", "1C", "D"],
  ["InstitutionName", "2", "ContributingEquipmentSequence__", "3", "X"],
  ["InstitutionName", "88.11", "AuthorObserverSequence__", "2", "Z"],
  ["TreatmentMachineName", "481.5", "BeamSequence__", "2", "Z"],
  ["DeviceSerialNumber", "6.2", "TransducerIdentificationSequence__", "2", "Z"],
  ["PatientID", "2", "OtherPatientIDsSequence__", "1", "D"],
  ["RequestedProcedureDescription", "2", "RequestAttributesSequence__", "3", "X"],
  ["RequestedProcedureDescription", "88.11", "ReferencedRequestSequence__", "2", "Z"],
  // no IOD has these in an item
  ["ContentDate", "2", "ReferencedSeriesSequence__", "3", "Z"],
  ["WaveformAnnotationSequence", "2", "ReferencedSeriesSequence__", "3", "X"],
  ["WaveformAnnotationSequence", "99.1", "ReferencedSeriesSequence__", undefined, "D"],
  // an unknown class or sequence: the last alternative, which every type allows
  ["DeviceSerialNumber", "99.1", "", undefined, "D"],
  ["AcquisitionDate", "99.1", "", undefined, "Z"],
  ["AcquisitionDateTime", "77.1.6", "", undefined, "D"],
  // but modules of patients, studies, equipment and SOP instances are the same everywhere
  ["InstanceCreationTime", "99.1", "", "3", "X"],
  ["ReferencedStudySequence", "99.1", "", "3", "X"],
  ["StationName", "99.1", "", "3", "X"],
  ["PatientSexNeutered", "99.1", "", "2C", "Z"],
  ["InstitutionName", "2", "ReferencedSeriesSequence__", undefined, "D"],
  ["InstitutionName", "2", "__", undefined, "D"],
  // what an IOD requires is emptied or gets a dummy, though its row of the table is X
  ["PresentationCreationDate", "11.1", "", "1", "D"],
  ["PresentationCreationTime", "131", "", "1", "D"],
  ["PresentationCreationDate", "2", "", "3", "X"],
  ["BeamName", "481.8", "IonBeamSequence__", "1", "D"],
  ["BeamName", "481.5", "BeamSequence__", undefined, "X"],
  ["BlockName", "481.9", "RecordedBlockSequence__", "2", "Z"],
  ["SourceManufacturer", "481.6", "RecordedSourceSequence__", "2", "Z"],
  ["RequestedProcedureID", "88.11", "ReferencedRequestSequence__", "2", "Z"],
  ["RequestedProcedureID", "2", "RequestAttributesSequence__", undefined, "X"],
  ["RadiopharmaceuticalStartDateTime", "130", "RadiopharmaceuticalInformationSequence__", "1", "D"],
  [
    "RadiopharmaceuticalStartDateTime",
    "128",
    "RadiopharmaceuticalInformationSequence__",
    undefined,
    "X",
  ],
  // the module of annotations is optional as a whole
  ["WaveformAnnotationSequence", "9.1.1", "", "3", "X"],
  ["WaveformAnnotationSequence", "9.7.1", "", "3", "X"],
];

for (const [keyword, name, path, type, action] of expected) {
  const where = path === "" ? name : `${name}, ${path.replaceAll("__", "")}`;
  Deno.test(`${keyword} (${where}) is of type ${type ?? "unknown"}: ${action}`, () => {
    const place = { sopClassUID: storage + name, path };
    const tag = tagOf(keyword) ?? 0;
    assert.equal(attributeType(tag, place), type);
    assert.equal(basic.decide(tag, { ...place, has: () => false }).action, action);
  });
}

Deno.test("each SOP class and each place allows the action that is chosen in it", () => {
  const conditional = tableRows.filter((row) => row.basic.includes("/"));
  assert.equal(conditional.length, 50);
  const [classes = ""] = /^classes\t.*$/m.exec(types) ?? [];
  const names = classes.split("\t")[1]?.split(" ") ?? [];
  assert.ok(names.length >= 105);
  for (const name of names) {
    const sopClassUID = name.startsWith("1.2.840.") ? name : storage + name;
    for (const { tag = 0, basic: alternatives, written } of conditional) {
      const place = { sopClassUID, path: "" };
      const type = attributeType(tag, place) ?? assert.fail(`${written} has no type in ${name}`);
      const { action } = basic.decide(tag, { ...place, has: () => false });
      assert.ok(alternatives.replace("*", "").split("/").includes(action), written);
      const hasD = /[DU]/.test(alternatives);
      if (type.startsWith("1") && hasD) assert.match(action, /[DU]/, `${written} in ${name}`);
      if (type.startsWith("2")) assert.notEqual(action, "X", `${written} in ${name}`);
      const needless = type === "3" && alternatives.startsWith("X") && !alternatives.endsWith("U*");
      if (needless) assert.equal(action, "X", `${written} in ${name}`);
    }
  }
});
