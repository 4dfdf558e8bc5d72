import { pick, type Random, randomNumbers } from "../random_numbers.ts";
import { surnames, words } from "./surnames.ts";

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
const given = words("Rose Martin Eva Jo Grace Mark Will Art Faith Jean Anna Ole Ming Fatima");

const regions = words("abdomen thorax spine wrist skull thigh liver sinus elbow hip");
const modalities = words("CT MR MRI US PET XR CTA CR");
const findings = words(`
  fracture effusion nodule hemorrhage pneumonia tumor thrombosis metastases stenosis abscess
  edema infarct hernia aneurysm dissection embolism lesion cyst perforation obstruction
  gallstones pneumoperitoneum xyzitis
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
