import type { Finding } from "./finding.ts";
import type { SearchTerm } from "./search_term.ts";
import { searchText, type TermSet } from "./search.ts";
import { folded } from "./text_encodings.ts";
import { isInText, runAround } from "./text_runs.ts";

/** Binary data this short contains no word by chance. */
const fewBytes = 256;
const fewestInBytes = 6;
/** A term this long does not occur in binary data by chance. */
const fewestByChance = 8;
/** A comment in a compressed stream has at least this many printable characters. */
const shortestComment = 12;

/** Searches the bytes that belong to no pixel or follow the pixel data. */
export function searchSurplus(bytes: string, termSet: TermSet, place: string): Finding[] {
  return searchText(bytes, termSet, place, ({ form }, at) => {
    if (bytes.length <= fewBytes || form.length >= fewestByChance) return true;
    return form.length >= fewestInBytes && isInText(bytes, at, at + form.length);
  });
}

/** The terms that are long enough to be searched for in compressed pixel data. */
export function longTerms(searchTerms: readonly SearchTerm[]): SearchTerm[] {
  return searchTerms.filter(({ form, isNumber }) =>
    form.length >= (isNumber ? fewestByChance : fewestInBytes)
  );
}

/** Searches the starts and ends of compressed fragments, for long terms only. */
export function searchCoded(pieces: Iterable<Uint8Array>, long: () => TermSet): Finding[] {
  const findings: Finding[] = [];
  for (const piece of pieces) {
    const text = folded(piece);
    findings.push(
      ...searchText(text, long(), "the compressed pixel data", ({ form, isNumber }, at) => {
        if (form.length >= fewestByChance && !isNumber) return true;
        const [start, end] = runAround(text, at, at + form.length);
        return end - start >= shortestComment;
      }),
    );
  }
  return findings;
}
