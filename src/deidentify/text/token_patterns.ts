/** Patterns of pieces of a text that are no single words, each with what it is. */

const [before, after] = ["(?<![\\p{L}\\p{N}])", "(?![\\p{L}\\p{N}])"];
const month = "(?:jan|feb|fev|fév|mar|mär|mrt|maa|apr|avr|abr|may|mai|maj|mei|jun|juin|giu|jul|" +
  "juil|lug|aug|août|aou|ago|sep|set|oct|okt|ott|out|nov|dec|dez|déc|dic|gen|ene)\\p{L}{0,7}";
const year = "(?:19|20)\\d{2}";

/** Dates and times. */
const dates = [
  `\\d{1,4}(?<sign>[-./])\\d{1,2}\\k<sign>\\d{2,4}`,
  `${year}[_ ]\\d{1,2}[_ ]\\d{1,2}`,
  `\\d{1,2}[_ ]\\d{1,2}[_ ]${year}`,
  `\\d{1,2}(?:st|nd|rd|th|er)?\\.?[-_./ ]?${month}\\.?,?[-_./ ]?\\d{2,4}`,
  `\\d{1,2}\\. ?${month}`,
  `${month}\\.?[-_ ]\\d{1,2}(?:st|nd|rd|th)?,?[-_ ]\\d{2,4}`,
  `${month}\\.?,?[-_./ ]?${year}`,
  `${year}[-./]\\d{1,2}`,
  `\\d{1,2}[-./]${year}`,
  `(?:0[1-9]|[12]\\d|3[01])/(?:0[1-9]|1[0-2])(?!/)`,
  `(?:0?[1-9]|[12]\\d|3[01])\\.(?:0?[1-9]|1[0-2])\\.(?!\\d)`,
  `\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?: ?[ap]\\.?m\\.?)?`,
];
const streetWords = "street|road|rd\\.?|avenue|ave\\.?|lane|ln\\.?|drive|boulevard|blvd\\.?|" +
  "terrace|crescent|highway|hwy\\.?|square";
const streetBefore = "rue|avenue|boulevard|piazza|viale|corso|calle|avenida|plaza|paseo|chemin|" +
  "impasse|allée";
const addresses = [
  `\\d{1,5}[a-z]?,? +(?:\\p{L}[\\p{L}.'’-]* +){1,3}(?:${streetWords})${after}`,
  `(?:\\d{1,4},? +)?(?:${streetBefore}) +(?:(?:de|du|des|la|le|les|del|della|dei|di) +)*` +
  `[\\p{L}'’-]+(?: +[\\p{L}'’-]+)?,? *\\d{1,5}`,
  `\\d{1,4},? +(?:${streetBefore}) +(?:(?:de|du|des|la|le|les|del|della|dei|di) +)*[\\p{L}'’-]+`,
  `via +\\p{L}+(?: +\\p{L}+)?,? *\\d{1,4}`,
  `\\p{L}{2,}(?:straße|strasse|str\\.|platz|gasse|allee|ufer|straat|laan|plein|gracht|kade)` +
  ` *\\d{1,4}(?: ?[a-z]${after})?`,
  `\\p{L}+[ -](?:straße|strasse|str\\.|weg|platz|allee|straat|laan) +\\d{1,4}(?: ?[a-z]${after})?`,
  `p\\.? ?o\\.? ?box *\\d*`,
];
const contacts = [
  `[\\p{L}\\p{N}._%+-]{1,64}@[\\p{L}\\p{N}.-]+`,
  `https?://\\S+|www\\.\\S+`,
  `\\d+(?:\\.\\d+){4,31}`,
  `\\+\\d{1,3}(?:[-./ ]?\\(?\\d{1,5}\\)?){2,6}`,
  `\\(\\d{2,5}\\)[-./ ]?\\d{2,5}(?:[-./ ]\\d{2,5}){0,3}`,
  `0\\d{2,4}[-/ ]\\d{3,}(?:[-/ ]\\d{2,}){0,3}`,
  `\\d{3}[-.]\\d{4}|\\d{3}[-. ]\\d{3}[-. ]\\d{4}`,
  `\\d{3}-\\d{2}-\\d{4}`,
  `(?:rm|room|bed|ward|zi)\\.? ?#?\\d{1,4}[a-z]?(?!\\p{L})`,
];

/** Words with signs in them; they are in the vocabulary as they stand here. */
const abbreviations =
  "w/o(?:ut)?|w/wo|w/w/o|[rsh]/[op]|f/u|c/o|[-+]ve|d\\.o\\.b\\.|a/p|p/a|[ap]\\.[ap]\\.|" +
  "w/b|v/q|a/c|c-view|asir-v|l/r|r/l|[clt][-/](?:sp|spine)|x-rays?|t[12]\\*(?:w)?|i\\.v\\.|c-arm|" +
  "(?:tc-?99m|f-18|18-?f|i-1[23][1-5]|ga-6[78]|c-11|n-13|o-15|in-111|tl-201|lu-177|y-90|" +
  "zr-89|cu-64)";
const units =
  "mm|cm|ml|cc|mg|mcg|ug|kg|ms|msec|s|sec|secs|kv|kvp|kev|mev|ma|mas|hz|khz|mhz|t|deg|" +
  "min|mins|h|hr|hrs|x|ch|view|views|v|phase|phases|ph|pl|plane|planes|dir|dirs|shot|echo|" +
  "station|dyn|nex|nsa|avg|avgs|slices|sl|bpm|fps|mci|mbq|gbq|gy|cgy|mgy|mmol|hu|w|wk|wks|mo|d|" +
  "iso|er|of\\d+";
const decimal = "\\d{1,4}(?:[.,]\\d{1,3})?";
const bValue = "(?:\\d{1,3}|[1-9]\\d(?:00|50))";
const quantities = [
  `${decimal}(?: ?x ?${decimal}|\\*${decimal}){1,3}(?:mm|cm|iso)?`,
  `\\d{1,3}(?:[.,]\\d{1,3})?(?:${units})`,
  `\\d{1,3}(?:[.,]\\d+)?%|\\d{2,4}b`,
  `b(?:val(?:ue)?s?)?[-_=]?${bValue}(?:[-_,/+]${bValue})*[a-z]?`,
  `(?:te|tr|ti|fov|venc|tfe|epi)=?\\d{1,4}`,
  `(?:fa|etl|nex|nsa|tf|bw|gap|ipat|grappa|sense|caipi|mb|thk|kv|kvp|ma|ref|dyn)=?\\d{1,3}`,
  `\\d{1,2}(?:st|nd|rd|th|eme|ème)`,
  `(?:br|bl|bf|bv|hr|hc|hp|hv|qr|ur|ub|sa|sn|bs|fc)\\d{2}[a-z]?`,
];
/** Kernels, vertebrae, factors of acceleration: as short as identifiers of other things. */
const codes = [`[bhijqust]\\d{2}[a-z]?|[ctlspxrvnq]\\d{1,2}|[amfdkg]\\d|th\\d{1,2}|co1`];

/** What a piece is, by the first pattern that matches. */
export type PieceKind = "identifier" | "abbreviation" | "quantity" | "number" | "word" | "other";

const groups: readonly (readonly [PieceKind, string])[] = [
  ["quantity", `${before}b[-_=]?\\d{1,3}(?:[-_](?:\\d{1,3}|[1-9]\\d00)){1,5}${after}`],
  ["identifier", `(?:${before}(?:${[...contacts.slice(0, 3), ...dates].join("|")})${after})`],
  [
    "identifier",
    `(?<![\\p{L}\\p{N}])(?:${[...contacts.slice(3), ...addresses].join("|")})(?!\\p{N})`,
  ],
  [
    "abbreviation",
    `${before}(?:${abbreviations})${after}|${before}w/(?=\\s*\\p{L})|\\+/-|-/\\+|` +
    `(?<![\\p{L}\\p{N}+-])[+-]c${after}|${before}c[+-](?![\\p{L}\\p{N}])`,
  ],
  ["quantity", `${before}(?:${quantities.join("|")})${after}`],
  ["number", `${before}(?:${codes.join("|")})${after}`],
  ["number", `(?<![\\p{L}\\p{N}.,])\\d{1,4}[.,]\\d{1,3}(?![\\p{L}\\p{N}]|[.,]\\d)`],
  ["word", `[\\p{L}\\p{M}\\p{N}]+(?:['’][\\p{L}\\p{M}]+)?`],
  ["other", `\\s+|[^]`],
];

/** All patterns in one; the groups of a match are named after the kind and the place. */
export const pieces = new RegExp(
  groups.map(([kind, pattern], at) => `(?<${kind}${at}>${pattern})`).join("|"),
  "giu",
);

const plainNumber = new RegExp(`^(?:\\d{1,4}(?:[.,]\\d{1,3})?|${codes.join("|")})$`, "u");

/** Whether a number is a measure or a kernel, as no age, room or count is: `5.0`, `H30s`. */
export function isSetting(word: string): boolean {
  return /^\d+[.,]\d+$|^[a-z]{1,2}\d{2}[a-z]$/.test(word);
}

/** Whether a word is a short number, or a letter or two with one: no part of an identifier. */
export function isPlainNumber(word: string): boolean {
  return plainNumber.test(word);
}

/** What a match of `pieces` is. */
export function kindOfPiece(found: Readonly<Record<string, string | undefined>>): PieceKind {
  for (const [at, [kind]] of groups.entries()) {
    if (found[`${kind}${at}`] !== undefined) return kind;
  }
  return "other";
}
