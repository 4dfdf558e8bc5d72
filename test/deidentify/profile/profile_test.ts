import assert from "node:assert/strict";
import type { Action } from "../../../src/deidentify/profile/decision.ts";
import type { Option } from "../../../src/deidentify/profile/options.ts";
import { Profile } from "../../../src/deidentify/profile/profile.ts";

const ct = "1.2.840.10008.5.1.4.1.1.2";
const inCT = { sopClassUID: ct, path: "", has: () => false };

function action(tag: number, options: readonly Option[], sopClassUID?: string): Action {
  return new Profile(new Set(options)).decide(tag, { sopClassUID, path: "", has: () => false })
    .action;
}

Deno.test("where options meet, cleaning wins over keeping", () => {
  const [studyDate, deviceSerialNumber, patientAge] = [0x00080020, 0x00181000, 0x00101010];
  assert.equal(action(studyDate, ["retainModifiedDates"]), "C");
  assert.equal(action(studyDate, ["retainFullDates"]), "K");
  assert.equal(action(deviceSerialNumber, ["retainDeviceIdentity", "retainUids"]), "K");
  assert.equal(action(patientAge, ["retainPatientCharacteristics", "cleanDescriptors"]), "K");
  assert.equal(action(studyDate, ["retainFullDates", "retainModifiedDates"]), "C");
});

Deno.test("a conditional row follows the attribute's type where it is known, else keeps the attribute", () => {
  const acquisitionDate = 0x00080022; // X/Z, type 3 in a CT image
  const contentDate = 0x00080023; // Z/D, type 2C in a CT image
  assert.equal(action(acquisitionDate, [], ct), "X");
  assert.equal(action(acquisitionDate, [], undefined), "Z");
  assert.equal(action(contentDate, [], ct), "Z");
  assert.equal(action(contentDate, [], undefined), "D");
});

Deno.test("group lengths and public tags that no dictionary knows are removed, others are kept", () => {
  assert.equal(action(0x00080000, []), "X");
  assert.equal(action(0x00080ffe, []), "X");
  assert.equal(action(0x00280010, []), "K");
});

Deno.test("every decision says why", () => {
  const profile = new Profile(new Set<Option>(["retainUids"]));
  assert.equal(profile.decide(0x0020000d, inCT).because, "table E.1-1, retainUids: K");
  assert.equal(profile.decide(0x00080022, inCT).because, "table E.1-1: X/Z, type 3");
  assert.equal(profile.decide(0x0040a160, inCT).because, "beyond table E.1-1: D");
  assert.equal(profile.decide(0x00280010, inCT).because, "no row in table E.1-1");
});
