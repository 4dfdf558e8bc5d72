import assert from "node:assert/strict";
import { cleanText } from "../../../src/deidentify/text/clean_text.ts";
import { OwnWordCollector } from "../../../src/deidentify/text/own_words.ts";
import { allWords } from "../../../src/deidentify/text/text_cleaner.ts";
import { allKnownWords } from "../../../src/deidentify/text/vocabulary.ts";

/**
 * Ways a name stands in a text: `{N}` in capitals, `{C}` with a capital, `{n}` in small letters.
 */
const templates = [
  "CT chest {N}",
  "{N}_T2_TSE",
  "MR knee {n} axial",
  "T1 {C} post KM",
  "{C}Head 5.0",
  "T1{C}",
  "{C}'s knee",
  "W/O {N} CONTRAST",
  "{N}^JOHN MR hip",
  "per Dr. {C}: no tumor",
  "MR ({C}) b1000",
];
/** Each word is tried in two of them in a run, and each template with thousands of words. */
const triedOfEach = 2;
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

Deno.test("no word of the vocabulary is released where a person of the data set has it as a name", () => {
  const leaks: string[] = [];
  let count = 0;
  for (const word of allKnownWords()) {
    if (!/^[a-z]{2,}$/.test(word) || titles.has(word)) continue;
    const own = new OwnWordCollector();
    own.addName(`${capital(word)}^Xyzzyq`);
    for (let step = 0; step < triedOfEach; step++) {
      const template = templates[(count++) % templates.length] ?? "";
      const text = template.replace("{N}", word.toUpperCase()).replace("{n}", word)
        .replace("{C}", capital(word));
      if (allWords(template.replace(/\{.\}/, " ")).includes(word)) continue;
      const released = cleanText(text, own);
      if (allWords(released).includes(word)) leaks.push(`${text}: ${released}`);
    }
  }
  assert.ok(count > 15_000, `${count} texts`);
  assert.deepEqual(leaks.slice(0, 20), []);
});

/** No part of a name, also where it is alone: see own_words.ts. */
const titles = new Set("dr prof mr mrs ms md phd jr sr ii iii".split(" "));

const spellings: readonly (readonly [name: string, text: string])[] = [
  ["Müller^Jörg", "MUELLER knee"],
  ["Mueller^Joerg", "Knie Müller"],
  ["Groß^Eva", "Knie GROSS"],
  ["Kopf^Änne", "CT KOPF"],
  ["Schädel^Ina", "CT SCHAEDEL"],
  ["Thorax-Hals^Ina", "CT Thorax"],
  ["van der Hand^Jan", "MR Hand"],
  ["Le^Van", "IRM le genou"],
  ["Yamada^Tarou=山田^太郎", "MR knee YAMADA"],
  ["O'Lung^Pat", "CT O'LUNG"],
];

Deno.test("names are cut in all spellings, and every part of them", () => {
  for (const [name, text] of spellings) {
    const own = new OwnWordCollector();
    own.addName(name);
    const released = allWords(cleanText(text, own));
    const left = released.filter((word) =>
      !["knee", "knie", "ct", "mr", "irm", "genou"].includes(word)
    );
    assert.deepEqual(left, [], text);
  }
});

const patterns: readonly (readonly [text: string, left: string])[] = [
  ["CT chest, Tel +49 30 4505-1234", "CT chest"],
  ["call 555-123-4567 CT", "CT"],
  ["T2_1234567", "T2"],
  ["T2_MRN_4711", "T2"],
  ["CT 17/04/61 chest", "CT chest"],
  ["17. April 1961 CT", "CT"],
  ["April 17, 1961 CT", "CT"],
  ["17avr1961 TDM", "TDM"],
  ["IMG_20190304_CT", "CT"],
  ["jane.doe@example.org CT", "CT"],
  ["12 Elm Street CT", "CT"],
  ["Hauptstr. 5 Knie", "Knie"],
  ["Via Roma 12 torace", "torace"],
  ["5 rue de la Paix IRM genou", "IRM genou"],
  ["Kerkstraat 12 CT", "CT"],
  ["PORTABLE CHEST RM 412", "PORTABLE CHEST"],
  ["J. S. knee", "knee"],
  ["MR knee Short", "MR knee"],
  ["CT chest Stone", "CT chest"],
  ["Hand, Grace", ""],
  ["MR Head, Martin", "MR"],
  ["Head", ""],
  ["SMITH_T2", "T2"],
  ["t2_smith_john_tra", "t2_tra"],
  ["T2SMITH", ""],
  ["WhiteHead MR", "MR"],
];

Deno.test("names that no header knows, numbers, dates and addresses are cut", () => {
  for (const [text, left] of patterns) assert.equal(cleanText(text), left, text);
});

const technique = [
  "3x3",
  "1.5T",
  "b1000",
  "TE 30",
  "FOV 220",
  "TR 2000 TE 30",
  "T2_TSE_TRA",
  "W/O",
  "256x256 mm",
  "t2_tse_tra_320_p2",
  "ep2d_diff_b50_400_800_ADC",
  "Thorax 1.0 Br60 S3",
  "AX T1 +C",
  "L-SPINE AP LAT",
  "C-SPINE 2-3 VIEWS",
  "T1_MPRAGE_SAG_ISO_1.0",
  "ABD/PEL W/ CONTRAST",
  "Head 5.0 H30s",
  "Short axis",
  "short TI",
  "CT HEAD",
  "left hand",
  "Kidney stone protocol",
  "IRM du genou gauche",
  "RM de rodilla derecha",
  "TC torace senza mdc",
  "MRT Kopf nativ",
  "CT hersenen zonder contrast",
  "MRI lumbar spine w/wo contrast",
  "XR CHEST 2 VIEWS",
];

Deno.test("what says how an image was made stays as it is written", () => {
  for (const text of technique) assert.equal(cleanText(text), text);
});
