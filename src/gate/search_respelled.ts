import iconv from "iconv-lite";
import { SkippedFileError } from "../errors.ts";
import type { Finding } from "./finding.ts";
import type { Needle } from "./needle.ts";
import { type Leaf, type OutputFile, pathOf } from "./output_file.ts";
import { isReportable, type SearchLimits } from "./reportable.ts";
import { type Haystack, isWord, occurrences } from "./search.ts";
import { respelled } from "./spellings.ts";

type Output = Pick<OutputFile, "header" | "leaves" | "bytes" | "elements">;

/** Character sets of PS3.3 C.12.1.1.2 that have Latin letters beyond ASCII, and their terms. */
const latin = ["iso88591", "iso88592", "iso88593", "iso88594", "iso88599", "iso885915"];
const latinTerms = /ir (100|101|109|110|148|203)\b/;
const otherTerms = /ir (13|87|126|127|138|144|149|58|159|166)\b|gb/;
const specificCharacterSet = 0x00080005;
const textVRs = new Set("AE CS LO LT PN SH ST UC UN UR UT".split(" "));
const longest = 1 << 20;
/** Letters of one image that are spelled in other ways, each several times; seconds of time. */
const mostLetters = 2 << 20;
const longestUnknown = 4096;
/** Words of other languages are as short, once they have lost their accents. */
const shortestPart = 4;
const beyondASCII = /[\x80-\xff]/;
const strict = new TextDecoder("utf-8", { fatal: true });
const lenient = new TextDecoder();

/**
 * Looks for names in texts of an output that hold letters beyond ASCII, as if they held none: the
 * source may have MULLER or MUELLER where the output has Müller. Throws SkippedFileError
 * TOO_COMPLEX for megabytes of such texts.
 */
export function searchRespelled(
  output: Output,
  haystack: Haystack,
  limits: SearchLimits,
): Finding[] {
  const found = new Set<string>();
  let letters = 0;
  for (const leaf of output.leaves) {
    for (const original of textsOf(output, leaf)) {
      letters += original.length;
      if (letters > mostLetters) throw tooMuchText();
      for (const text of new Set(respelled(original))) {
        const isOneFound = occurrences(text, haystack).some((one) =>
          isFound(one, text, output, leaf, limits)
        );
        if (isOneFound) found.add(pathOf(leaf));
      }
    }
  }
  return [...found].map((place) => ({ code: "NAME", place }));
}

function isFound(
  [needle, offsets]: readonly [Needle, readonly number[]],
  text: string,
  output: Output,
  leaf: Leaf,
  limits: SearchLimits,
): boolean {
  const { kind, form, isPart } = needle;
  if (kind !== "NAME" || (isPart && form.length < shortestPart)) return false;
  if (!isReportable(output, needle, leaf, [leaf.start, leaf.end], limits)) return false;
  return offsets.some((at) => isWord(text, at, needle, undefined));
}

function textsOf(output: Output, { vr, start, end }: Leaf): Iterable<string> {
  if (!textVRs.has(vr) || end - start > (vr === "UN" ? longestUnknown : longest)) return [];
  if (!beyondASCII.test(output.header.slice(start, end))) return [];
  return new Set(decoded(output.bytes(start, end - start), output));
}

function tooMuchText(): SkippedFileError {
  return new SkippedFileError("TOO_COMPLEX", "it has too much text beyond ASCII to check");
}

/** As UTF-8 where it is that, else also in every Latin character set it may be. */
function decoded(value: Uint8Array, output: Output): string[] {
  try {
    return [strict.decode(value)];
  } catch {
    const sets = mayBeLatin(output) ? latin.map((name) => iconv.decode(value, name)) : [];
    return [lenient.decode(value), ...sets];
  }
}

/** Whether no other script is declared, in whose bytes short words are found by chance. */
function mayBeLatin({ header, elements }: Output): boolean {
  const { dataOffset = 0, length = 0 } = elements.get(specificCharacterSet) ?? {};
  const terms = header.slice(dataOffset, dataOffset + length).replaceAll("_", " ");
  return latinTerms.test(terms) || !otherTerms.test(terms);
}
