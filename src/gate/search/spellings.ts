import { isASCII } from "../facts/text_encodings.ts";

/** How letters are transcribed on keyboards that lack them, besides omitting the diacritics. */
const habits: Readonly<Record<string, readonly string[]>> = {
  ä: ["a", "ae"],
  ö: ["o", "oe"],
  ü: ["u", "ue"],
  ő: ["o", "oe"],
  ű: ["u", "ue"],
  ø: ["o", "oe"],
  å: ["a", "aa"],
  æ: ["ae"],
  œ: ["oe"],
  ß: ["ss"],
  ĳ: ["ij"],
  đ: ["d", "dj"],
  ð: ["d", "dh"],
  þ: ["th"],
  ł: ["l"],
  ı: ["i"],
  ħ: ["h"],
  ŧ: ["t"],
  ŋ: ["n"],
  ĸ: ["k"],
  ə: ["e"],
  ɓ: ["b"],
  ɗ: ["d"],
  ƙ: ["k"],
  ŉ: ["n"],
  ſ: ["s"],
};
const mostSpellings = 16;
/** A longer text is not a name; it gets two spellings: the shortest and the longest. */
const longestName = 256;

/**
 * The ASCII spellings of a name in lower case: without diacritics, or with two letters for one
 * (`Sørgård`: `sorgard`, `soergaard`, `sorgaard` …). Empty for a text that is ASCII. Letters of
 * other scripts only lose their diacritics.
 */
export function spellings(text: string): string[] {
  if (isASCII(text)) return [];
  const letters = [...text.toLowerCase().normalize("NFC")].map(waysToWrite);
  const most = letters.length > longestName ? 1 : mostSpellings;
  let found = [""];
  for (const ways of letters) {
    const taken = found.length * ways.length > most ? ways.slice(0, 1) : ways;
    found = found.flatMap((start) => taken.map((ending) => start + ending));
  }
  return [...new Set([...found, letters.map((ways) => ways.at(-1)).join("")])];
}

/** Variants of a whole text in which each spelling of each word occurs at least once. */
export function respelled(text: string): string[] {
  const words = text.split(/([^\p{L}\p{M}]+)/u).map((word) => {
    const found = spellings(word);
    return found.length > 0 ? found : [word.toLowerCase()];
  });
  const count = words.reduce((most, { length }) => Math.max(most, length), 0);
  return Array.from(
    { length: count },
    (_, at) => words.map((found) => found[at % found.length]).join(""),
  );
}

function waysToWrite(letter: string): readonly string[] {
  return habits[letter] ?? [letter.normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC")];
}

/** Dummy dates. */
export const publicDates: ReadonlySet<string> = new Set(["19000101", "00010101", "18000101"]);

const english =
  "january february march april may june july august september october november december"
    .split(" ");
const german = "januar februar märz april mai juni juli august september oktober november dezember"
  .split(" ");

interface Day {
  readonly year: string;
  readonly month: string;
  readonly day: string;
}

/**
 * The notations in which people and programs write a day: as DICOM date, with separators, with the
 * English or German name of the month, and with a two-digit year if there are separators. Empty for
 * a dummy date.
 */
export function writtenDates(text: string): string[] {
  const [year = "", month = "", day = ""] = partsOf(text);
  if (year === "") return text.length >= 6 ? [text] : [];
  if (publicDates.has(`${year}${month}${day}`)) return [];
  const date = { year, month, day };
  return [...inNumbers(date), ...withMonthNames(date)];
}

function inNumbers({ year, month, day }: Day): string[] {
  const [shortMonth, shortDay] = [month, day].map(withoutZero);
  const shortYear = year.slice(2);
  return [
    `${year}${month}${day}`,
    `${day}${month}${year}`,
    ...[".", "-", "/"].flatMap((sign) => [
      [year, month, day].join(sign),
      [day, month, year].join(sign),
      [month, day, year].join(sign),
      [shortDay, shortMonth, year].join(sign),
      [shortMonth, shortDay, year].join(sign),
      [day, month, shortYear].join(sign),
      [shortDay, shortMonth, shortYear].join(sign),
    ]),
    `${month}/${day}/${shortYear}`,
    `${shortMonth}/${shortDay}/${shortYear}`,
  ];
}

function withMonthNames({ year, month, day }: Day): string[] {
  const full = [english, german].flatMap((names) => names[Number(month) - 1] ?? []);
  const names = new Set(full.flatMap((name) => [name, name.slice(0, 3)]));
  const days = new Set([day, withoutZero(day)]);
  return [...names].flatMap((name) => [
    ...[...days].flatMap((day) => withMonthName(name, day, year)),
    ...(name === full[0] ? withOrdinal(name, withoutZero(day), year) : []),
  ]);
}

function withMonthName(name: string, day: string, year: string): string[] {
  const shortYear = year.slice(2);
  return [
    ...["", " ", "-"].map((sign) => [day, name, year].join(sign)),
    ...[" ", "-"].map((sign) => [day, name, shortYear].join(sign)),
    `${day}. ${name} ${year}`,
    `${day} ${name}, ${year}`,
    `${name} ${day}, ${year}`,
    `${name} ${day} ${year}`,
  ];
}

/** `17th April 1961`, `April 17th, 1961`. */
function withOrdinal(name: string, day: string, year: string): string[] {
  const isTeen = day.length === 2 && day.startsWith("1");
  const suffix = isTeen ? "th" : ["th", "st", "nd", "rd"][Number(day) % 10] ?? "th";
  const ordinal = `${day}${suffix}`;
  return [
    `${ordinal} ${name} ${year}`,
    `${name} ${ordinal}, ${year}`,
    `${name} ${ordinal} ${year}`,
  ];
}

/** Year, month and day of a date, including dates that are not in the DICOM format. */
function partsOf(text: string): string[] {
  const [, ...standard] = /^(\d{4})[-./]?(\d{2})[-./]?(\d{2})(?:\d*)$/.exec(text) ?? [];
  const [, ...european] = /^(\d{2})[-./](\d{2})[-./](\d{4})$/.exec(text) ?? [];
  return standard.length > 0 ? standard : european.reverse();
}

function withoutZero(number: string): string {
  return number.replace(/^0/, "");
}
