import type { Values } from "./fill_text.ts";
import { dateOf, pick, type Random, spelledDate } from "./random_choice.ts";
import type { Corpus, Person } from "./read_corpus.ts";

/** What belongs to a patient in all studies, by the names that the corpus uses. */
export function patientValues(corpus: Corpus, patient: number, random: Random): Values {
  const person = corpus.people[patient % corpus.people.length];
  if (!person) throw new TypeError("the corpus has no people");
  const { family, given, middle, prefix, sex, charset } = person;
  const site = pick(corpus.sites, random);
  const relative = pick(
    corpus.people.filter((other) => other !== person && isLatin(other)),
    random,
  );
  const year = 1931 + random(70);
  const birthdate = dateOf(year, random);
  const street = `${11 + random(980)} ${pick(streets, random)}`;
  const city = pick(cities, random);
  return {
    charset: charset || "ISO_IR 100",
    last: family,
    first: given,
    name: `${given} ${family}`,
    pn: [family, given, middle, prefix].join("^").replace(/\^+$/, ""),
    sex,
    mrn: `${pick(["MRN", "H", "PID"], random)}${1000000 + random(9000000)}`,
    otherid: `OID-${100000 + random(900000)}`,
    otherid2: `EXT${1000000 + random(9000000)}`,
    birthdate,
    dob: spelledDate(birthdate),
    age: `0${Math.min(89, 2015 - year)}Y`.slice(-4),
    size: `1.${50 + random(45)}`,
    weight: String(48 + random(60)),
    address: `${street}, ${city}`,
    phone: `${200 + random(700)}-555-${1000 + random(9000)}`,
    email: `${ascii(given)}.${ascii(family)}@example.org`,
    ssn: `${900 + random(99)}-${10 + random(89)}-${1000 + random(9000)}`,
    relative: relative.family,
    relativepn: `${ascii(relative.family)}^${ascii(relative.given)}`,
    country: pick(["NORWAY", "BELGIUM", "CANADA", "CHILE"], random),
    ethnic: pick(["A", "B", "C"], random),
    smoker: pick(["YES", "NO", "UNKNOWN"], random),
    religion: pick(["LUTHERAN", "BUDDHIST", "QUAKER"], random),
    hospital: site.name,
    hospitalshort: site.short,
    street: site.street,
    street2: `${site.street}, ${site.city}`,
    city: site.city,
  };
}

const streets = ["Harborview Crescent", "Old Mill Lane", "Rue Mirabel", "Eichenallee"];
const cities = ["Brackenford", "Port Ellery", "Sainte-Aldine", "Rothenwald"];

/** Whether a name can be written in every image, whatever its character set. */
function isLatin({ family }: Person): boolean {
  return !/[^\x20-\xff]/.test(family);
}

/** Letters and digits of a name without accents, for what has to be plain. */
function ascii(name: string): string {
  return name.normalize("NFD").replace(/ł/g, "l").replace(/ı/g, "i").replace(/ø/g, "o")
    .replace(/[^A-Za-z]/g, "");
}
