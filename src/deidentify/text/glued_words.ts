import { foldedWord } from "./folded.ts";
import { isAlsoName, partnersOf, type WordClass, wordClass } from "./vocabulary.ts";

/** Abbreviations that protocols write without anything between them: `t2tsetra`. */
const glued = new Set(
  ("2d 3d 4d t1 t2 pd ep fl gre tse fse se ir tir tirm stir flair dwi adc swi tof pc mp mpr " +
    "mprage space spc vibe haste blade fs we di rst fid diff perf asl bold mb sag cor tra ax " +
    "axial coronal sagittal obl fast flash fisp tfl me dixon iso p2 p3 p4 fatsat ssh tfe ffe " +
    "spir spair spgr fspgr frfse ssfse fiesta mdixon w b0 b1").split(" "),
);
const longestGlued = 4;
/** Begin names that have a capital inside: `DeLong`, `McHead`. */
const particle =
  /^(?:de|del|della|der|den|di|da|do|du|el|la|le|las|los|mac|mc|o|st|ten|ter|van|von|al)$/;
const strength: readonly WordClass[] = [
  "filler",
  "subject",
  "agent",
  "finding",
  "foreign",
  "modifier",
];

/** A word that is made of known words: which ones, and what the whole does in a text. */
export interface GluedWord {
  readonly parts: readonly string[];
  readonly wordClass: WordClass;
}

/**
 * Takes apart a word of several known ones: at capitals and digits (`AxT2FLAIR`, `Head2`), or made
 * of abbreviations of protocols (`t2tsetra`). Undefined where a part is not known, is also a name,
 * or is a number of four digits and more.
 */
export function gluedWord(word: string): GluedWord | undefined {
  return atCapitals(word) ?? ofAbbreviations(foldedWord(word));
}

function atCapitals(word: string): GluedWord | undefined {
  const written = word.match(
    /\p{N}+\p{Lu}?(?!\p{Ll})|\p{Lu}+(?!\p{Ll})\p{N}?|\p{Lu}?\p{Ll}+|\p{N}+/gu,
  );
  if (!written || written.length < 2 || written.join("").length !== word.length) return undefined;
  const parts = written.map(foldedWord);
  const found = parts.map(classOfPart);
  const isName = parts.every(isAlsoName) ||
    parts.some((part) => particle.test(part) || partnersOf(part) !== undefined);
  if (isName || found.some((one) => one === undefined)) return undefined;
  const classes = found.filter((one) => one !== undefined && one !== "number");
  if (classes.length === 0) return undefined;
  return { parts, wordClass: strength.findLast((one) => classes.includes(one)) ?? "subject" };
}

function classOfPart(part: string): WordClass | "number" | undefined {
  if (/^\d{1,3}$/.test(part)) return "number";
  const found = wordClass(part);
  return found === "filler" ? undefined : found;
}

function ofAbbreviations(word: string): GluedWord | undefined {
  const parts: string[] = [];
  let rest = word;
  while (rest !== "" && parts.length <= longestGlued) {
    const next = longestStart(rest);
    if (next === undefined) return undefined;
    parts.push(next);
    rest = rest.slice(next.length);
  }
  const isWhole = rest === "" && parts.length > 1 && parts.some((part) => /\d/.test(part));
  return isWhole ? { parts, wordClass: "subject" } : undefined;
}

function longestStart(word: string): string | undefined {
  for (let length = Math.min(word.length, 8); length > 0; length--) {
    const start = word.slice(0, length);
    if (glued.has(start)) return start;
  }
  return undefined;
}
