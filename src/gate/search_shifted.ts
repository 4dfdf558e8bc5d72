import { Buffer } from "node:buffer";
import type { Finding } from "./finding.ts";
import { type Leaf, type OutputFile, pathOf } from "./output_file.ts";
import { leafAt } from "./leaf_index.ts";
import { isReportable, type SearchLimits } from "./reportable.ts";
import { isWord, occurrences, places, type TermSet } from "./search.ts";
import { folded } from "./text_encodings.ts";
import { unshifted } from "./unshifted.ts";

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
  for (const at of places(header, escape)) {
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
