import { dictionaryEntry } from "../dicom/dictionary.ts";
import { tagOfEdited } from "../dicom/edited.ts";
import { fileInMemory } from "../dicom/file_in_memory.ts";
import { exampleImage, exampleMeanings } from "../demo/example_image.ts";
import type { Visit } from "../deidentify/visit.ts";
import type { Options } from "../deidentify/options.ts";
import { Profile } from "../deidentify/profile.ts";
import { PseudonymKey } from "../deidentify/pseudonym_key.ts";
import { deidentifyImage, openImage } from "../pipeline/deidentify_image.ts";
import { vrOf } from "../dicom/vr_of.ts";
import { resultOf } from "./result_of.ts";

const passed = {
  kind: "leaves",
  screening: { verdict: "pass", group: null, rule: null, rectangles: [] },
} as const;

/**
 * What each set of options does to the elements of an example: a row for each element, with its
 * meaning and keyword, then one result for each set.
 */
export function explainPresets(sets: readonly Options[]): string[][] {
  const results = sets.map(resultsOf);
  return [...exampleMeanings].map(([tag, meaning]) => [
    meaning,
    dictionaryEntry(tag)?.keyword ?? "",
    ...results.map((of) => of.get(tag) ?? ""),
  ]);
}

function resultsOf(options: Options): ReadonlyMap<number, string> {
  const results = new Map<number, string>();
  const observe = (visit: Visit): void => {
    if (visit.depth === 0) results.set(visit.element.tag, wordOf(visit));
  };
  const { elements } = deidentifyImage(
    openImage(fileInMemory(exampleImage())),
    passed,
    { code: "explain" },
    { rules: undefined, profile: new Profile(options), key: new PseudonymKey(new Uint8Array(32)) },
    observe,
  );
  const left = new Set(elements.map(tagOfEdited));
  return new Map([...results].map(([tag, result]) => [tag, left.has(tag) ? result : "removed"]));
}

/** Like resultOf, but tells a value that was cleaned from one that another replaces. */
function wordOf(visit: Visit): string {
  const result = resultOf(visit);
  if (visit.decision.action !== "C" || result !== "replaced") return result;
  return vrOf(visit.element) === "DA" ? "moved" : "cleaned";
}
