import assert from "node:assert/strict";
import { cleanText } from "../../../src/deidentify/text/clean_text.ts";
import { OwnWordCollector } from "../../../src/deidentify/text/own_words.ts";
import { allWords } from "../../../src/deidentify/text/text_cleaner.ts";
import { allKnownWords } from "../../../src/deidentify/text/vocabulary.ts";
import { surnames } from "../../support/patients/surnames.ts";

const known = new Set(allKnownWords());

/** The words that are left of a text in a data set of Quimby, at Northgate Imaging Associates. */
function left(text: string): string[] {
  const own = new OwnWordCollector();
  own.addName("Quimby^Tom");
  own.addPlaceName("Northgate Imaging Associates");
  return allWords(cleanText(text, own));
}

/** `{N}`: a name that no header has. */
const anywhere = [
  "nurse Quimby: {N} axial",
  "nurse Quimby {N}: axial",
  "axial MIP: {N}",
  "{N}: axial MIP",
  "axial MIP, {N}",
  "{N}, axial MIP",
  "axial, {N}, MIP",
  "axial {N}, DOB 17.04.1961",
  "no coil, {N}",
  "no coil, seen by {N}",
  "{N}, no coil",
  "no {N}, coil",
  "coil\n{N} MIP",
  "MRI PELVIS W/WO {N}",
  "MRI PELVIS W/WO - {N}",
  "PET {N} tau",
  "PET Brain {N}",
  "{N} PET Brain",
  "Kontrolle nach {N}",
  "thorax con {N} contrasto",
  "cyst, {N} of Northgate Imaging Associates",
  "cyst, call {N} 555-123-4567",
  "Patient {N} lives at 12 Old Mill Lane, cyst",
];
const behindRole = [
  "nurse {N}: axial MIP",
  "nurse Quimby {N}: axial MIP",
  "Reported by Quimby {N} axial MIP",
  "Reported by {N} axial MIP",
  "axial MIP of patient {N}",
  "axial from patient {N} MIP",
  "per Dr. Quimby, {N}",
  "per Dr. Quimby: {N}",
  "Dr. {N} Quimby: axial MIP",
  "patient {N}, MIP",
];

Deno.test("names that no header has are cut in each place of a clause", () => {
  const unknown = surnames().filter((name) => allWords(name).every((word) => !known.has(word)));
  assert.ok(unknown.length > 350, String(unknown.length));
  assert.deepEqual(leaks(anywhere.concat(behindRole), unknown), []);
});

Deno.test("names behind a role are cut, also words of radiology that no header has as a name", () => {
  const titled = behindRole.filter((template) => !/Quimby,? \{N\} |Quimby \{N\}/.test(template));
  assert.deepEqual(leaks(titled, surnames()), []);
});

function leaks(templates: readonly string[], names: readonly string[]): string[] {
  return templates.flatMap((template) =>
    names.filter((name) => {
      const others = new Set(allWords(template));
      const words = allWords(name).filter((word) => word.length > 1 && !others.has(word));
      const released = new Set(left(template.replace("{N}", name)));
      return words.some((word) => released.has(word));
    }).map((name) => template.replace("{N}", name))
  );
}
