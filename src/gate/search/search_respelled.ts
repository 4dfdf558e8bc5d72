import iconv from "iconv-lite";
import * as Tag from "../../dicom/tag.ts";
import { SkippedFileError } from "../../model/errors.ts";
import type { Finding } from "../../model/finding.ts";
import { type Leaf, pathOf } from "../facts/output_element.ts";
import type { OutputFile } from "../facts/output_file.ts";
import { isReportable, type SearchLimits } from "./reportable.ts";
import { isWord, occurrences, type TermSet } from "./search.ts";
import type { SearchTerm } from "./search_term.ts";
import { respelled } from "./spellings.ts";

type Output = Pick<OutputFile, "header" | "leaves" | "accented" | "bytes" | "elements">;

/** Character sets of PS3.3 C.12.1.1.2 with Latin letters beyond ASCII, and their defined terms. */
const latin = ["iso88591", "iso88592", "iso88593", "iso88594", "iso88599", "iso885915"];
const latinTerms = /ir (100|101|109|110|148|203)\b/;
const otherTerms = /ir (13|87|126|127|138|144|149|58|159|166)\b|gb/;
const longest = 1 << 20;
/** The most characters of one image that are searched in other spellings; they take seconds. */
const mostLetters = 2 << 20;
const longestUnknown = 4096;
/** Shorter words occur in other languages once accents are removed. */
const shortestPart = 4;
const strict = new TextDecoder("utf-8", { fatal: true });
const lenient = new TextDecoder();

/**
 * Searches output texts with letters beyond ASCII in their ASCII spellings: the source may have
 * MULLER or MUELLER where the output has Müller. Throws SkippedFileError TOO_COMPLEX for megabytes
 * of such texts.
 */
export function searchRespelled(
  output: Output,
  termSet: TermSet,
  limits: SearchLimits,
): Finding[] {
  const found = new Set<string>();
  let letters = 0;
  for (const leaf of output.accented) {
    for (const original of textsOf(output, leaf)) {
      letters += original.length;
      if (letters > mostLetters) throw tooMuchText();
      for (const text of new Set(respelled(original))) {
        const isOneFound = occurrences(text, termSet).some((one) =>
          isFound(one, text, output, leaf, limits)
        );
        if (isOneFound) found.add(pathOf(leaf));
      }
    }
  }
  return [...found].map((place) => ({ code: "NAME", place }));
}

function isFound(
  [searchTerm, offsets]: readonly [SearchTerm, readonly number[]],
  text: string,
  output: Output,
  leaf: Leaf,
  limits: SearchLimits,
): boolean {
  const { kind, form, isPart } = searchTerm;
  if (kind !== "NAME" || (isPart && form.length < shortestPart)) return false;
  if (!isReportable(output, searchTerm, leaf, [leaf.start, leaf.end], limits)) return false;
  return offsets.some((at) => isWord(text, at, searchTerm, undefined));
}

function textsOf(output: Output, { vr, start, end }: Leaf): Iterable<string> {
  if (end - start > (vr === "UN" ? longestUnknown : longest)) return [];
  return new Set(decoded(output.bytes(start, end - start), output));
}

function tooMuchText(): SkippedFileError {
  return new SkippedFileError("TOO_COMPLEX", "it has too much text beyond ASCII to check");
}

/**
 * Decoded as UTF-8 if it is valid, otherwise also in every Latin character set that is possible.
 */
function decoded(value: Uint8Array, output: Output): string[] {
  try {
    return [strict.decode(value)];
  } catch {
    const sets = mayBeLatin(output) ? latin.map((name) => iconv.decode(value, name)) : [];
    return [lenient.decode(value), ...sets];
  }
}

/**
 * Whether the declared character set may be Latin; in other scripts short words occur by chance.
 */
function mayBeLatin({ header, elements }: Output): boolean {
  const { dataOffset = 0, length = 0 } = elements.get(Tag.SpecificCharacterSet) ?? {};
  const terms = header.slice(dataOffset, dataOffset + length).replaceAll("_", " ");
  return latinTerms.test(terms) || !otherTerms.test(terms);
}
