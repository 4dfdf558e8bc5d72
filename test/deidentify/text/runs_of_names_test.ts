import assert from "node:assert/strict";
import { cleanText } from "../../../src/deidentify/text/clean_text.ts";
import { OwnWordCollector } from "../../../src/deidentify/text/own_words.ts";

/** What is kept of a text in a data set with these names and places. */
function cleaned(text: string, names: readonly string[], places: readonly string[] = []): string {
  const own = new OwnWordCollector();
  for (const name of names) own.addName(name);
  for (const place of places) own.addPlaceName(place);
  return cleanText(text, own);
}

const persons: readonly (readonly [name: string, text: string, left: string])[] = [
  ["De la Fuente^Ximena", "CT Abdomen De la Fuente", "CT Abdomen"],
  ["De la Fuente^Ximena", "CT Abdomen De la Fuente Ximena", "CT Abdomen"],
  ["De la Fuente^Ximena", "CT Abdomen XIMENA DE LA FUENTE", "CT Abdomen"],
  ["De la Fuente^Ximena", "De_la_Fuente CT Abdomen", "CT Abdomen"],
  ["Fuente^Ximena", "CT Abdomen de la Fuente", "CT Abdomen"],
  ["van der Berg^Jan", "MR knee van der Berg", "MR knee"],
  ["dos Santos^Ana", "CT Abdomen dos Santos", "CT Abdomen"],
  ["Le Gall^Yann", "IRM genou Le Gall", "IRM genou"],
  ["Al Rashid^Omar", "CT Abdomen Al-Rashid, Omar", "CT Abdomen"],
  ["Kowalski^T", "MR knee Kowalski T", "MR knee"],
  ["Kowalski^L", "MR knee L. Kowalski", "MR knee"],
  ["Kowalski^Jan^^Dr^III", "MR knee Kowalski III", "MR knee"],
];

Deno.test("particles and short parts of a name are removed with the name", () => {
  for (const [name, text, left] of persons) assert.equal(cleaned(text, [name]), left, text);
});

const others: readonly (readonly [text: string, left: string])[] = [
  ["CT Abdomen next of kin De la Cruz", "CT Abdomen"],
  ["CT Abdomen, next of kin: Maria De la Cruz", "CT Abdomen"],
  ["CT Abdomen mother De la Cruz", "CT Abdomen"],
  ["CT Abdomen Dr. van der Berg", "CT Abdomen"],
  ["CT Abdomen De la Cruz", "CT Abdomen"],
  ["CT Abdomen emergency contact de los Reyes", "CT Abdomen"],
];

Deno.test("particles of the name of a person who is in no header are removed with the name", () => {
  for (const [text, left] of others) assert.equal(cleaned(text, ["Doe^Jane"]), left, text);
});

const northgate = "Northgate Imaging Associates";
const places: readonly (readonly [place: string, text: string, left: string])[] = [
  [northgate, "US Venous duplex at Northgate Imaging Associates", "US Venous duplex"],
  [northgate, "US Venous duplex, Northgate Imaging", "US Venous duplex"],
  [northgate, "US Venous duplex (Northgate-Imaging-Associates)", "US Venous duplex"],
  [northgate, "NORTHGATE IMAGING ASSOCIATES US Venous duplex", "US Venous duplex"],
  [northgate, "US no thrombus at Northgate Imaging Associates", "US no thrombus"],
  ["Advanced Imaging Center", "CT Chest from Advanced Imaging Center", "CT Chest"],
  ["University Hospital of the Heart", "CT Chest University Hospital of the Heart", "CT Chest"],
  ["The Lung and Spine Clinic", "XR Chest at the Lung & Spine Clinic", "XR Chest"],
];

Deno.test("words of the name of an institution that stand together are removed", () => {
  for (const [place, text, left] of places) assert.equal(cleaned(text, [], [place]), left, text);
});

const kept: readonly (readonly [place: string, text: string])[] = [
  ["Department of Radiology, Knee and Hip Clinic", "MR Knee Hip"],
  ["Vascular Ultrasound", "Vascular Ultrasound"],
  ["Northgate Imaging Associates", "MR Imaging of the knee"],
  ["Northgate Chest Clinic", "CT Chest at rest"],
];

Deno.test("clinical words are kept although the name of the institution has them", () => {
  for (const [place, text] of kept) assert.equal(cleaned(text, ["Doe^Jane"], [place]), text);
  for (const text of ["IRM de la main", "MR LA view", "RM de la rodilla derecha", "L KNEE"]) {
    assert.equal(cleaned(text, ["De la Fuente^L"]), text);
  }
});
