import iconv from "iconv-lite";
import type { Finding } from "./finding.ts";
import { type Leaf, type OutputFile, pathOf } from "./output_file.ts";
import { counts, type Haystack, isWord, places, type SearchLimits } from "./search.ts";
import { respelled } from "./spellings.ts";

/** Character sets of PS3.3 C.12.1.1.2 that have Latin letters beyond ASCII. */
const latin = ["iso88591", "iso88592", "iso88593", "iso88594", "iso88599", "iso885915"];
const textVRs = new Set("AE CS LO LT PN SH ST UC UN UR UT".split(" "));
const longest = 4096;
const beyondASCII = /[\x80-\xff]/;
const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Looks for needles in texts of an output that hold letters beyond ASCII, as if they held none:
 * the source may have MULLER or MUELLER where the output has Müller.
 */
export function searchRespelled(
  output: Pick<OutputFile, "header" | "leaves" | "bytes">,
  { needles, any }: Haystack,
  limits: SearchLimits,
): Finding[] {
  const findings = new Map<string, Finding>();
  for (const leaf of output.leaves) {
    for (const text of textsOf(output, leaf)) {
      if (!any.test(text)) continue;
      for (const needle of needles) {
        if (needle.kind !== "NAME" || !counts(needle, leaf, limits)) continue;
        if (!places(text, needle.form).some((at) => isWord(text, at, needle, undefined))) continue;
        const place = pathOf(leaf);
        findings.set(place, { code: "NAME", place });
      }
    }
  }
  return [...findings.values()];
}

function textsOf(
  { header, bytes }: Pick<OutputFile, "header" | "bytes">,
  { vr, start, end }: Leaf,
): Iterable<string> {
  if (!textVRs.has(vr) || end - start > longest) return [];
  if (!beyondASCII.test(header.slice(start, end))) return [];
  return new Set(decoded(bytes(start, end - start)).flatMap(respelled));
}

/** As UTF-8 where it is that, else in every character set it may be. */
function decoded(value: Uint8Array): string[] {
  try {
    return [utf8.decode(value)];
  } catch {
    return latin.map((name) => iconv.decode(value, name));
  }
}
