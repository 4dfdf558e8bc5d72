import type { Visit } from "../deidentify/visit.ts";

/** Names the result for an element in one or two words. */
export function resultOf({ outcome }: Pick<Visit, "outcome">): string {
  if (!outcome) return "removed";
  if ("kept" in outcome) return "kept";
  if ("items" in outcome) return outcome.items.length === 0 ? "emptied" : "items edited";
  return outcome.value.length === 0 ? "emptied" : "replaced";
}
