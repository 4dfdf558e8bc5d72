import { codeRows, hasCheckDigit } from "../../dicom/code_rows.ts";

/** Patterns for the codes of schemes that PS3.16 does not list. */
const shapes: Readonly<Record<string, RegExp>> = {
  dcm: /^\d{6}$/,
  fma: /^\d{1,6}$/,
  ln: /^(lp)?\d{1,7}-\d$/,
  mdc: /^\d{1,7}$/,
  ncit: /^c\d{4,7}$/,
  radlex: /^rid\d{1,6}$/,
  sct: /^\d{6,18}$/,
  srt: /^[a-z]\d?-[0-9a-f]{4,6}$/,
  umls: /^c\d{7}$/,
};
/** Other designators of the same scheme (PS3.16 table 8-1). */
const sameScheme: Readonly<Record<string, string>> = {
  snm3: "srt",
  "99sdm": "srt",
  "2.16.840.1.113883.6.96": "sct",
  "2.16.840.1.113883.6.1": "ln",
  loinc: "ln",
};
/** Schemes of table 8-1 for which there are no codes here. */
const schemesWithoutCodes = new Set(
  ("acr i10 i10p i9 i9c i9p icd10 icd11 iso3166_1 rfc5646 iso639_1 iso639_2 iso5218_1 nicip " +
    "c4 c5 dcmuid ucum").split(" "),
);

let known: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** Whether a designator names a scheme with published codes, not a local one (`99…`, `L`). */
export function isStandardScheme(scheme: string): boolean {
  const name = nameOf(scheme);
  return name in shapes || schemesWithoutCodes.has(name) ||
    codes().keys().some((one) => one.startsWith(`${name}\t`));
}

/** Whether a code can belong to a published scheme. All texts must be in lower case. */
export function isStandardCode(scheme: string, code: string): boolean {
  const name = nameOf(scheme);
  if (codes().has(`${name}\t${code}`)) return true;
  return (shapes[name]?.test(code) ?? false) && (name !== "sct" || hasCheckDigit(code));
}

/** Whether a code has this meaning in PS3.16. All texts must be in lower case. */
export function isStandardMeaning(scheme: string, code: string, meaning: string): boolean {
  return codes().get(`${nameOf(scheme)}\t${code}`)?.has(meaning) ?? false;
}

function nameOf(scheme: string): string {
  return sameScheme[scheme] ?? scheme;
}

/** Meanings by scheme and code; parsed on first use in each thread. */
function codes(): ReadonlyMap<string, ReadonlySet<string>> {
  return known ??= readCodes();
}

function readCodes(): ReadonlyMap<string, ReadonlySet<string>> {
  const meanings = new Map<string, Set<string>>();
  for (const row of codeRows()) {
    const [scheme = "", code = "", meaning = ""] = row.map((text) => text.toLowerCase());
    const name = `${scheme}\t${code}`;
    const found = meanings.get(name);
    if (found) found.add(meaning);
    else meanings.set(name, new Set([meaning]));
  }
  return meanings;
}
