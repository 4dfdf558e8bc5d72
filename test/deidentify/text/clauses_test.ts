import assert from "node:assert/strict";
import { cleanText } from "../../../src/deidentify/text/clean_text.ts";
import { OwnWordCollector } from "../../../src/deidentify/text/own_words.ts";

/** What is kept of a text in a data set of Ms. Quimby, whom Dr. Haugland refers. */
function cleaned(text: string, siteWords: readonly string[] = []): string {
  const own = new OwnWordCollector();
  own.addName("Quimby^Rose");
  own.addName("Haugland^Ole");
  own.addPlaceName("Birchwater Cardiac Hospital");
  own.addPlaceName("7 Sycamore Lane, Dunmarrow");
  return cleanText(text, own, Infinity, new Set(siteWords));
}

type Case = readonly [text: string, left: string, ...siteWords: string[]];

const kept: readonly Case[] = [
  // English
  ["nurse Haugland: thin slices repeated", "thin slices repeated"],
  ["radiologist Haugland: axial reformats", "axial reformats"],
  ["Reviewed by Haugland multiplanar recon", "Reviewed multiplanar recon", "reviewed"],
  ["Reported by Haugland axial MIP", "axial MIP"],
  ["CT abdomen ordered by Haugland thin slices", "CT abdomen thin slices"],
  ["Dr. Ole Haugland; axial MIP", "axial MIP"],
  ["chronic pancreatitis, MRN 4711332", "chronic pancreatitis"],
  ["acute appendicitis, DOB 17.04.1961", "acute appendicitis"],
  ["aortic dissection, SSN 921-16-5474", "aortic dissection"],
  ["liver cirrhosis known: ID 4711332", "liver cirrhosis known"],
  ["no breath hold, see remark of Haugland", "no breath hold"],
  ["no arterial phase, ask Quimby", "no arterial phase"],
  ["without coil, wish of Haugland", "without coil"],
  ["MRI PELVIS W/WO Quimby", "MRI PELVIS W/WO"],
  ["MR KNEE W/WO - Quimby^Rose", "MR KNEE W/WO"],
  ["discussed with patient Quimby", "discussed with patient", "discussed"],
  ["explained to mother Quimby", "explained to mother", "explained"],
  ["artifact from patient motion", "artifact from patient motion"],
  ["PET Brain tau", "PET Brain tau"],
  ["PET Lung nodules", "PET Lung nodules"],
  ["hepatic steatosis, phone 555-123-4567", "hepatic steatosis"],
  ["hepatic steatosis, dial 555-123-4567", "hepatic steatosis"],
  ["bronchiectasis, pts of Birchwater Cardiac Hospital", "bronchiectasis"],
  ["Patient Quimby resides at 7 Sycamore Lane, Dunmarrow, cholecystitis", "cholecystitis"],
  // German
  ["Nierenstein, wohnt 7 Sycamore Lane", "Nierenstein"],
  ["Arzt Haugland: Thorax axial", "Thorax axial"],
  ["Leberzirrhose bekannt, geb. 17.04.1961", "Leberzirrhose bekannt", "bekannt"],
  ["Kontrolle nach Bestrahlung", "Kontrolle nach Bestrahlung", "bestrahlung"],
  ["ohne Spule, Notiz von Haugland", "ohne Spule", "spule"],
  // French
  ["Dr Haugland: coupes axiales", "coupes axiales"],
  ["hernie discale, née 17.04.1961", "hernie discale", "discale"],
  ["genou avec coupes axiales", "genou avec coupes axiales"],
  ["sans antenne, note de Haugland", "sans antenne", "antenne"],
  // Italian
  ["medico Haugland: torace assiale", "torace assiale"],
  ["addome con mezzo di contrasto", "addome con mezzo di contrasto", "mezzo"],
  ["cirrosi epatica, ID 4711332", "cirrosi epatica"],
  // Spanish
  ["doctor Haugland: columna lumbar", "columna lumbar"],
  ["hernia discal lumbar, MRN 4711332", "hernia discal lumbar", "discal"],
  // Dutch
  ["mevrouw Quimby: hersenen axiaal", "hersenen axiaal", "axiaal"],
  ["knie met contrast", "knie met contrast"],
  ["zonder spoel, bericht van Haugland", "zonder spoel", "spoel"],
  // Portuguese
  ["TC de abdome sem contraste", "TC de abdome sem contraste", "abdome"],
];

for (const [text, left, ...siteWords] of kept) {
  Deno.test(`the clinical clause stays beside what is cut: ${text}`, () => {
    assert.equal(cleaned(text, siteWords), left);
  });
}

const gone: readonly Case[] = [
  // Names that no header has, in each place of a clause
  ["nurse Petrov: Lung", ""],
  ["nurse Haugland: Petrov", ""],
  ["nurse Haugland Petrov: thin slices", "thin slices"],
  ["nurse Haugland, Short: thin slices", "thin slices"],
  ["nurse Haugland: Stone protocol Petrov", "protocol"],
  ["Reported by Haugland Graves axial MIP", "axial MIP"],
  ["Reported by Haugland Pan axial MIP", "axial MIP"],
  ["Reported by Haugland Stent axial MIP", "axial MIP"],
  ["axial MIP, Petrov", "axial MIP"],
  ["Petrov, axial MIP", "axial MIP"],
  ["axial MIP: Petrov; liver", "axial MIP: liver"],
  ["axial liver, Stone, DOB 17.04.1961", "axial liver"],
  ["axial liver Stone, DOB 17.04.1961", "axial liver"],
  ["axial Stent, DOB 17.04.1961", "axial"],
  ["Petrov, DOB 17.04.1961", ""],
  ["no arterial phase, ask Petrov", "no arterial phase"],
  ["no arterial phase, Petrov Stone", "no arterial phase"],
  ["Petrov, no arterial phase", "no arterial phase"],
  ["no Petrov phase, axial MIP", ""],
  ["MRI PELVIS W/WO Petrov", ""],
  ["discussed with patient Petrov", "discussed with patient", "discussed"],
  ["discussed with patient Short", "discussed with patient", "discussed"],
  ["discussed with patient Slice", "discussed with patient", "discussed"],
  ["CT liver, patient Screen", "CT liver"],
  ["patient Petrov, axial MIP", "axial MIP"],
  ["PET Head, Martin", "PET"],
  ["Pet Quimby", ""],
  ["Nie thorax axial", ""],
  ["thorax nach Stein", ""],
  // A person's own words
  ["Quimby: Rose", ""],
  ["nurse Rose: thin slices", "thin slices"],
  ["no rose, axial MIP", ""],
  // The meaning
  ["fracture, wykluczono Dr. Haugland", ""],
  ["fracture, wykluczono 17.04.1961", ""],
  ["fracture: wykluczono 555-123-4567", ""],
  ["fracture, wykluczono at Birchwater Cardiac Hospital", ""],
  ["wykluczono fracture, 555-123-4567", ""],
  ["nurse Haugland: wykluczono fracture", ""],
  ["xyz fracture ring 555-123-4567", ""],
  ["fracture, no", "fracture, no"],
  ["no fracture, xyz Petrov", ""],
  ["no coil xyz, fracture", ""],
  ["liver W/WO xyz", ""],
];

for (const [text, left, ...siteWords] of gone) {
  Deno.test(`names go, and the meaning stays: ${text}`, () => {
    assert.equal(cleaned(text, siteWords), left);
  });
}
