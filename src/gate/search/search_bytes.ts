import { Buffer } from "node:buffer";
import type { Finding } from "../../model/finding.ts";
import { type Leaf, pathOf } from "../facts/output_element.ts";
import { leafAt, type OutputFile } from "../facts/output_file.ts";
import { folded, unshifted } from "../facts/text_encodings.ts";
import { isInText, isReportable, runAround, type SearchLimits } from "./reportable.ts";
import { indexesOf, isWord, occurrences, searchText, type TermSet } from "./search.ts";
import type { SearchTerm } from "./search_term.ts";

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

/** Starts two-byte characters in ISO 2022. */
const escape = "\x1b$";
const longest = 1 << 20;

/**
 * Searches texts in seven-bit ISO 2022 after conversion to UTF-8, because the escapes of a name
 * inside a longer Japanese text can be far away from it. Skips headers without escapes.
 */
export function searchShifted(
  output: Pick<OutputFile, "header" | "leaves" | "bytes">,
  termSet: TermSet,
  limits: SearchLimits,
): Finding[] {
  const { header, leaves, bytes } = output;
  const shifted = new Set<Leaf>();
  for (const at of indexesOf(header, escape)) {
    const leaf = leafAt(leaves, at);
    if (leaf && leaf.end - leaf.start <= longest) shifted.add(leaf);
  }
  return [...shifted].flatMap((leaf) => {
    const kinds = shiftedTexts(bytes(leaf.start, leaf.end - leaf.start)).flatMap((text) =>
      occurrences(text, termSet).filter(([searchTerm, offsets]) =>
        offsets.some((at) => isWord(text, at, searchTerm, undefined)) &&
        isReportable(output, searchTerm, leaf, [leaf.start, leaf.end], limits)
      ).map(([{ kind }]) => kind)
    );
    return [...new Set(kinds)].map((code) => ({ code, place: pathOf(leaf) }));
  });
}

/**
 * Converts seven-bit ISO 2022 to UTF-8 in the notation of search terms, also with full-width
 * letters as ordinary letters. Returns no text if there is no escape.
 */
export function shiftedTexts(bytes: Uint8Array): string[] {
  if (!bytes.includes(escape.charCodeAt(0))) return [];
  const text = unshifted(bytes);
  return [...new Set([text, text.normalize("NFKC")])].map((one) => folded(Buffer.from(one)));
}
