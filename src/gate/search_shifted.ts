import { Buffer } from "node:buffer";
import type { Finding } from "./finding.ts";
import { type Leaf, type OutputFile, pathOf } from "./output_file.ts";
import { leafAt } from "./leaf_index.ts";
import { isReportable, type SearchLimits } from "./reportable.ts";
import { type Haystack, isWord, occurrences, places } from "./search.ts";
import { folded } from "./text_encodings.ts";
import { unshifted } from "./unshifted.ts";

/** Begins two bytes a character, in whose midst no name begins with an escape of its own. */
const escape = "\x1b$";
const longest = 1 << 20;

/**
 * Looks for needles inside texts of seven-bit ISO 2022, as they read in UTF-8: a name that stands
 * in a longer Japanese text has its escapes far away. A header without escapes is passed over.
 */
export function searchShifted(
  output: Pick<OutputFile, "header" | "leaves" | "bytes">,
  haystack: Haystack,
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
      occurrences(text, haystack).filter(([needle, offsets]) =>
        offsets.some((at) => isWord(text, at, needle, undefined)) &&
        isReportable(output, needle, leaf, [leaf.start, leaf.end], limits)
      ).map(([{ kind }]) => kind)
    );
    return [...new Set(kinds)].map((code) => ({ code, place: pathOf(leaf) }));
  });
}

/**
 * Bytes of seven-bit ISO 2022 as UTF-8 in the way needles are written, also with letters of full
 * width as those of a keyboard; none without an escape.
 */
export function shiftedTexts(bytes: Uint8Array): string[] {
  if (!bytes.includes(escape.charCodeAt(0))) return [];
  const text = unshifted(bytes);
  return [...new Set([text, text.normalize("NFKC")])].map((one) => folded(Buffer.from(one)));
}
