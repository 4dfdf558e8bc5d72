import { randomNumbers } from "../random_numbers.ts";

/** What a description says of findings: the words in which it says it, and the findings. */
export interface Statement {
  readonly text: string;
  readonly findings: readonly string[];
}

/** A made-up description, and everything that may be checked in what is left of it. */
export interface Description {
  readonly text: string;
  readonly statements: readonly Statement[];
  /** Names of persons in the headers of its data set. */
  readonly names: readonly string[];
  /** Words of names in the text, of persons in the headers and of others. */
  readonly secret: readonly string[];
  readonly hasName: boolean;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Surnames that are words of radiology, too. */
const radiological = words(`
  Field Lung Short Long Head Foot Hand Stone Mass Wall Chest Back Bone Hart Heart Legge Small Large Low High
  Post Prior Old New Free Right Left Upper Lower Fast Slice Image Series Study Axel Ray Beam Film Plate Screen
  Black White Light Early Late Rest Stress Flow Trace Field Coil Bolus Water Fat Neck Arm Knee Ankle Shoulder
  Temple Cheek Cord Vein Pelvis Rib Hipp Brain Brest Blood Pain Fall Speed Spiral Frame Grid Table Cast Screw
  Clear Normal Mild Best Sharp Smooth Round Deep Shallow Dark Bright Strong Week Day May Norm True Noble Good
  With No Not Per Med Sin Con Mitt
`);
const ordinary = words(`
  Quimby Haugland Petrov Nguyen Okafor Yilmaz Schneider Ferrari Moreau Kowalski Novak Horvath Jansen Lindqvist
  Nielsen Virtanen Papadopoulos Popescu Ivanova Shevchenko Cohen Haddad Rahimi Sharma Patel Fernando Tanaka Sato
  Kim Park Chen Wang Nakamura Mbeki Diallo Mensah Otieno Silva Pereira Garcia Lopez Martinez Rojas Castillo
  O'Brien McDonnell MacLeod Llewellyn Ó'Dálaigh Müller Größ Søndergård Åkesson Żeleński Dvořák Čapek Nuñez
`);
const syllables = words("ba den fro gil har kel lom mar nev ost pra quin ros sel tur vik wen zor");
const given = words("Rose Martin Eva Jo Grace Mark Will Art Faith Jean Anna Ole Ming Fatima");

/** 500 surnames, 100 of which are words of radiology. */
export function surnames(): readonly string[] {
  const random = randomNumbers(17);
  const made = new Set(ordinary);
  while (made.size < 400) {
    const parts = Array.from({ length: 2 + random(2) }, () => pick(syllables, random)).join("");
    made.add(parts.charAt(0).toUpperCase() + parts.slice(1));
  }
  return [...new Set(radiological)].slice(0, 100).concat([...made]);
}

const regions = words("abdomen thorax spine wrist skull thigh liver sinus elbow hip");
const modalities = words("CT MR MRI US PET XR CTA CR");
const findings = words(`
  fracture effusion nodule hemorrhage pneumonia tumor thrombosis metastases stenosis abscess edema infarct hernia
  aneurysm dissection embolism lesion cyst perforation obstruction gallstones pneumoperitoneum xyzitis
`);
const before = [
  "no",
  "No",
  "NO",
  "without",
  "w/o",
  "W/O",
  "w/out",
  "wo",
  "neg for",
  "negative for",
  "-ve for",
  "r/o",
  "R/O",
  "rule out",
  "no evidence of",
  "h/o",
  "s/p",
  "status post",
  "history of",
  "?",
  "prior",
  "ohne",
  "keine",
  "sans",
  "pas de",
  "sin",
  "senza",
  "zonder",
  "bez",
  "ikke",
  "nincs",
  "walang",
  "hakuna",
  "non-",
  "excl.",
  "not",
  "denies",
  "free of",
  "resolved",
  "post",
  "new",
  "suspected",
  "+ve for",
  "with",
  "w/",
  "acute",
  "left",
  "small",
  "old",
];
const after = [
  "excluded",
  "ruled out",
  "not seen",
  "absent",
  "ausgeschlossen",
  "wykluczono",
  "?",
  "- none",
  ": no",
  ": negative",
  "resolved",
  "not excluded",
  "unlikely",
  "(excluded)",
  "(none)",
  " -",
  "seen",
  "= 0",
  "neg",
  "negativ",
  "fehlt",
  "0",
  "+/-",
  "- nil",
  "; none",
  ", no",
];
const wholes = [
  "no {0}, {1} or {2}",
  "{0}/{1}: no",
  "without {0} and {1}",
  "{0}, not {1}",
  "{0} vs {1}",
];

type Random = (below: number) => number;

function pick<T>(from: readonly T[], random: Random): T {
  const one = from[random(from.length)];
  if (one === undefined) throw new RangeError("there is nothing to pick from");
  return one;
}

function statement(random: Random): Statement {
  const three = findings.toSorted(() => random(3) - 1).slice(0, 3);
  const [first = ""] = three;
  const kind = random(10);
  if (kind < 6) return { text: `${pick(before, random)} ${first}`, findings: [first] };
  if (kind < 9) return { text: `${first} ${pick(after, random)}`, findings: [first] };
  const text = pick(wholes, random).replaceAll(/\{(\d)\}/g, (_, at) => three[Number(at)] ?? "");
  return { text, findings: three.filter((one) => text.includes(one)) };
}

interface Person {
  readonly family: string;
  readonly given: string;
  /** Whether headers name the person. */
  readonly isKnown: boolean;
}

/** Ways to write a person whom the headers name; those that say that it is a person come last. */
const mentions: readonly ((person: Person) => string)[] = [
  ({ family, given }) => `(${family}, ${given})`,
  ({ family, given }) => `${given} ${family}`,
  ({ family, given }) => `${family}^${given}`,
  ({ family }) => family,
  ({ family }) => `${family}'s`,
  ({ family }) => `per Dr. ${family}`,
  ({ family }) => `PER DR ${family.toUpperCase()}`,
  ({ family }) => `(Dr. ${family})`,
  ({ family, given }) => `${given} ${family} DOB 17.04.1961`,
  ({ family }) => `Mrs ${family}`,
  ({ family }) => `ref. by ${family}`,
  ({ family }) => `Mr. ${family}, 17-Apr-61`,
  ({ family, given }) => `ordered by ${given} ${family}, MD`,
  ({ family, given }) => `patient ${family}, ${given}`,
  ({ family }) => `${family} MRN 0047119`,
  ({ family }) => `Prof. ${family.toLowerCase()}`,
];
const certain = 5;

function mention(person: Person, random: Random): string {
  return pick(mentions.slice(person.isKnown ? 0 : certain), random)(person);
}

/** As many descriptions as wanted; the same in every run. */
export function* descriptions(count: number): Generator<Description> {
  const random = randomNumbers(20_261_128);
  const family = surnames();
  for (let at = 0; at < count; at++) {
    const isKnown = random(4) > 0;
    const person = { family: pick(family, random), given: pick(given, random), isKnown };
    const others = [pick(family, random), pick(family, random)];
    const hasName = random(3) > 0;
    const statements = Array.from({ length: random(3) }, () => statement(random));
    const parts = [
      `${pick(modalities, random)} ${pick(regions, random)}`,
      ...statements.map(({ text }) => text),
      ...(hasName ? [mention(person, random)] : []),
      ...(random(3) === 0 ? ["5mm axial"] : []),
      ...(random(8) === 0 ? ["Schichtdicke"] : []),
    ];
    if (random(4) === 0) parts.unshift(parts.pop() ?? "");
    const text = parts.join(pick([" ", " ", ", ", "; ", " - ", "\n", ". ", " / "], random));
    const known = isKnown ? [`${person.family}^${person.given}`] : [];
    yield {
      text: random(4) === 0 ? text.toUpperCase() : text,
      statements,
      names: [...known, ...others.map((one) => `${one}^Dr`)],
      secret: [...others, ...(hasName ? [person.family] : []), ...known],
      hasName,
    };
  }
}
