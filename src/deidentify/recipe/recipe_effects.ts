import { dictionaryEntry } from "../../dicom/dictionary.ts";
import type { RuledTags } from "../../model/image.ts";
import type { HeaderRule } from "../../recipe/recipe.ts";

/**
 * What a recipe did to an element: the action of its rule. `CREATOR`: it kept the creator of
 * private elements that a rule keeps; `NONE`: no rule applied.
 */
export type RecipeEffect = HeaderRule["action"] | "CREATOR" | "NONE";

/** The tags of a data set and its items by what the recipe did; a tag can have several effects. */
export type TagsByEffect = Map<RecipeEffect, Set<number>>;

/** Adds a tag to those of an effect. */
export function noteEffect(effects: TagsByEffect, effect: RecipeEffect, tag: number): void {
  const tags = effects.get(effect);
  if (tags) tags.add(tag);
  else effects.set(effect, new Set([tag]));
}

/** Keywords (or tags) of the elements that rules kept, sorted. */
export function keptNames(effects: TagsByEffect): string[] {
  const tags = tagsOf(effects, "KEEP");
  const names = Array.from(tags, (tag) => dictionaryEntry(tag)?.keyword ?? hexOf(tag));
  return [...new Set(names)].sort(); // the elements of repeating groups share keywords
}

/**
 * Tags that rules kept or made at every occurrence, and tags that they removed at any. `added` are
 * the tags of elements that rules added.
 */
export function ruledTags(effects: TagsByEffect, added: Iterable<number>): RuledTags {
  const unruled = tagsOf(effects, "NONE");
  const made = tagsOf(effects, "ADD", "REPLACE", "JITTER").union(new Set(added));
  return {
    kept: tagsOf(effects, "KEEP", "CREATOR").difference(unruled),
    made: made.difference(unruled),
    removed: tagsOf(effects, "REMOVE", "BLANK"),
  };
}

function tagsOf(effects: TagsByEffect, ...of: readonly RecipeEffect[]): Set<number> {
  return new Set(of.flatMap((effect) => [...effects.get(effect) ?? []]));
}

function hexOf(tag: number): string {
  return tag.toString(16).padStart(8, "0");
}
