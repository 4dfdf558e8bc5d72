import type { Finding } from "./finding.ts";
import type { Needle } from "./needle.ts";
import { type Haystack, searchText } from "./search.ts";
import { folded } from "./text_encodings.ts";
import { isInText, runAround } from "./text_runs.ts";

/** So few bytes hold no word by chance. */
const fewBytes = 256;
const fewestInBytes = 6;
/** So many given characters do not occur in bytes by chance. */
const fewestByChance = 8;
/** A comment in a compressed stream has as many printable characters. */
const shortestComment = 12;

/** Looks for search terms in bytes that no pixel needs, or that follow the pixel data. */
export function searchSurplus(bytes: string, haystack: Haystack, place: string): Finding[] {
  return searchText(bytes, haystack, place, ({ form }, at) => {
    if (bytes.length <= fewBytes || form.length >= fewestByChance) return true;
    return form.length >= fewestInBytes && isInText(bytes, at, at + form.length);
  });
}

/** The terms of a haystack that are long enough for compressed streams. */
export function longNeedles(needles: readonly Needle[]): Needle[] {
  return needles.filter(({ form, isNumber }) =>
    form.length >= (isNumber ? fewestByChance : fewestInBytes)
  );
}

/** Looks for search terms, `long` ones only, in heads and tails of compressed streams. */
export function searchCoded(pieces: Iterable<Uint8Array>, long: () => Haystack): Finding[] {
  const findings: Finding[] = [];
  for (const piece of pieces) {
    const text = folded(piece);
    findings.push(...searchText(text, long(), "the compressed pixels", ({ form, isNumber }, at) => {
      if (form.length >= fewestByChance && !isNumber) return true;
      const [start, end] = runAround(text, at, at + form.length);
      return end - start >= shortestComment;
    }));
  }
  return findings;
}
