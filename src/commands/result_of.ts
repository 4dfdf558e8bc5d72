import type { Visit } from "../deidentify/visit.ts";

/** What happened to an element, in a word or two. */
export function resultOf({ outcome }: Pick<Visit, "outcome">): string {
  if (!outcome) return "removed";
  if ("kept" in outcome) return "kept";
  if ("items" in outcome) return outcome.items.length === 0 ? "emptied" : "items edited";
  return outcome.value.length === 0 ? "emptied" : "replaced";
}
