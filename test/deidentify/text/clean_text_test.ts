import assert from "node:assert/strict";
import { cleanText } from "../../../src/deidentify/text/clean_text.ts";

Deno.test("cleanText() keeps words of radiology and quantities, and nothing that could be a name", () => {
  assert.equal(cleanText("CT Abdomen, 5mm axial (Dr. Miller)"), "CT Abdomen, 5mm axial");
  assert.equal(cleanText("Jane Doe 1950-01-02 MRN 4711 room 12"), "");
  assert.equal(cleanText("KNEE MÜLLER^JÖRG 山田"), "KNEE");
  assert.equal(cleanText(""), "");
});

const own = {
  names: new Set(["field", "rose", "head", "quimby", "no"]),
  identifiers: new Set<string>(),
};

const cleaned: readonly (readonly [what: string, text: string, left: string])[] = [
  ["an abbreviated negation", "CT CHEST W/O CONTRAST", "CT CHEST W/O CONTRAST"],
  ["two abbreviations in one", "CT ABD W/WO CONTRAST", "CT ABD W/WO CONTRAST"],
  ["an abbreviation without a space", "CT chest w/contrast", "CT chest w/contrast"],
  ["a question", "r/o fracture, embolism?", "r/o fracture, embolism?"],
  ["what was", "S/P stroke, h/o tumor", "S/P stroke, h/o tumor"],
  ["a sign that denies", "contrast -", "contrast -"],
  ["a hyphen", "non-contrast CT head", "non-contrast CT"], // the patient is a Mr. Head
  ["a hyphen between words", "pre-/post-contrast liver", "pre-/post-contrast liver"],
  ["a negation behind brackets", "fracture (excluded)", "fracture (excluded)"],
  [
    "a list that is denied",
    "no fracture, dislocation or tumor",
    "no fracture, dislocation or tumor",
  ],
  ["a negation of another language", "MR knee ohne contrast", "MR knee ohne contrast"],
  ["an unknown word beside a finding", "CT liver; xyz tumor", "CT liver"],
  ["an unknown word behind a finding", "fracture: wykluczono", ""],
  ["an unknown word beside a negation", "no xyz fracture", ""],
  ["an unknown word behind brackets", "knee (Quimbyesque)", "knee"],
  ["a number of findings", "CT liver 0 lesions", "CT liver 0 lesions"],
  ["a number that is denied", "MR knee no 3", ""],
  ["a number beside no finding", "t2_tse_tra_320_p2", "t2_tse_tra_320_p2"],
  ["a date", "no tumor 2019-03-04, 17 Apr 61", "no tumor"],
  ["an own name", "CT liver w/o contrast (Field, Rose)", "CT liver w/o contrast"],
  ["an own name in another case", "QUIMBY CT LIVER", "CT LIVER"],
  ["an own name that is a word", "small field of view", "view"],
  ["an own name that is a word, after a bracket", "MR knee (field)", "MR knee"],
  ["an own name that denies", "no tumor", ""],
  ["a sign before an own name", "tumor - Quimby", ""],
  ["a physician", "CT liver per Dr. Lung", "CT liver"],
  ["a physician in brackets", "CT liver w/o contrast (Dr. J. Stone)", "CT liver w/o contrast"],
  ["a physician with two names", "CT liver, Dr. Lung Short", "CT liver"],
  ["a physician and a denial", "tumor per Dr. Lung excluded", "tumor excluded"],
  ["a degree", "CT liver; Lung, MD", "CT liver"],
  ["an abbreviated title that is not listed", "Hr. Lung", ""],
  ["titles of several", "Drs. Lung & Short", ""],
  ["a name on the next line", "Patient:\nShort", ""],
  ["a name before a sign of birth", "Short *1961; CT liver", "CT liver"],
  ["a name before an age", "Short 45Y; CT liver", "CT liver"],
  [
    "sentences, one of which may begin with an abbreviation",
    "CT liver. Fremdwort. MR knee",
    "CT liver. MR knee",
  ],
  ["a birth", "Martin Short DOB 1950; CT liver", "CT liver"],
  ["a title with a full stop", "MR. LUNG knee", "knee"],
  ["a modality like a title", "MR lung", "MR lung"],
  ["a name in DICOM's notation", "knee DOE^JANE", "knee"],
  ["a protocol in the same notation", "Abdomen^Routine", "Abdomen^Routine"],
  ["somebody's", "Lung's CT liver", "CT liver"],
  ["another script", "KNEE なし", "KNEE"],
];

for (const [what, text, left] of cleaned) {
  Deno.test(`cleanText() of ${what}: ${text}`, () => {
    assert.equal(cleanText(text, text === "no tumor" ? own : without("no")), left);
  });
}

function without(name: string): typeof own {
  return { ...own, names: own.names.difference(new Set([name])) };
}

Deno.test("cleanText() shortens what affirms and denies nothing, and drops what would lose its end", () => {
  assert.equal(cleanText("CT liver spleen kidney", undefined, 16), "CT liver spleen");
  assert.equal(cleanText("CT liver kidney 5mm", undefined, 15), "CT liver kidney");
  assert.equal(cleanText("fracture of liver not seen", undefined, 20), "");
});
