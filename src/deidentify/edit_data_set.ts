import type { ImageFacts, ImageHeader } from "../dicom/read/image_facts.ts";
import type { ElementMemory } from "../dicom/element_memory.ts";
import { type EditedElement, insertInOrder, tagOfEdited } from "../dicom/write/edited.ts";
import type { RuledTags } from "../model/image.ts";
import { earlierMethods } from "./earlier_methods.ts";
import { Editor } from "./editor.ts";
import { deidentificationElements, identifiersOf, type PixelsAre } from "./identifiers.ts";
import type { MadeMemory } from "./made_memory.ts";
import type { Profile } from "./profile/profile.ts";
import type { PseudonymKey } from "./pseudonyms/pseudonym_key.ts";
import type { Subject } from "./pseudonyms/subject.ts";
import { RecipeEditor } from "./recipe/recipe_editor.ts";
import { keptNames, ruledTags } from "./recipe/recipe_effects.ts";
import { RecipeLayer } from "./recipe/recipe_layer.ts";
import type { RecipeRules } from "./recipe/recipe_rules.ts";
import type { RepeatedEdit } from "./repeated_edits.ts";
import {
  DataSetTexts,
  type Nearby,
  type TextCleaner,
  type ToldWords,
} from "./text/text_cleaner.ts";
import { inCharacterSet } from "./values/in_character_set.ts";
import { shiftDates } from "./values/shift_dates.ts";
import type { Observe } from "./visit.ts";

/** What became of elements that an image before had too, and the elements that were made for it. */
export interface EditMemory {
  readonly elements: ElementMemory<RepeatedEdit>;
  readonly made: MadeMemory;
}

/** What de-identifying takes besides the image. */
export interface Deidentification {
  readonly profile: Profile;
  readonly key: PseudonymKey;
  /** Rules of the site, which go before the profile. */
  readonly rules: RecipeRules | undefined;
  /** Cleans texts with the site's vocabulary; where it is missing, without one. */
  readonly texts?: TextCleaner;
  /** What became of elements that an image before had too; it belongs to this key and profile. */
  readonly edits?: EditMemory | undefined;
}

/** A data set that may leave, and what rules of the site kept of it: keywords, or tags. */
export interface EditedDataSet {
  readonly elements: readonly EditedElement[];
  readonly keptByRecipe: readonly string[];
  /** Tags that rules of the site spoke of; undefined where it has none. */
  readonly ruled: RuledTags | undefined;
  /** What other images of the study need to know; undefined where no texts are cleaned. */
  readonly told: ToldWords | undefined;
}

/**
 * De-identifies a data set (PS3.15 E): every element at every depth by its row of table E.1-1
 * and the options, private elements, group lengths and overlay planes included; then adds the
 * codes that stand for the subject, and what was done. `observe` is told of every decision.
 */
export function editDataSet(
  { header, facts }: ImageHeader,
  subject: Subject,
  { profile, key, rules, texts: cleaner, edits }: Deidentification,
  pixels: PixelsAre,
  observe?: Observe,
  nearby?: Nearby,
): EditedDataSet {
  const identifiers = identifiersOf(subject, key, profile.options, edits?.made);
  const recipe = rules && new RecipeLayer(rules, recipeEditor(facts, subject, key), header);
  const texts = new DataSetTexts(header, cleaner, nearby);
  const editor = new Editor(
    {
      header,
      facts,
      subject,
      profile,
      key,
      texts,
      replacements: identifiers.replacements,
      recipe,
      edits: edits?.elements,
    },
    observe,
  );
  const added = deidentificationElements(
    profile.options,
    pixels,
    rules !== undefined,
    earlierMethods(header),
    edits?.made,
  );
  const { elements: edited, effects, told } = editor.edit();
  const filled = new Set(edited.filter(hasValue).map(tagOfEdited));
  const missing = identifiers.required.filter(({ tag }) => !filled.has(tag));
  const made = [...missing, ...added];
  const madeTags = new Set(made.map(tagOfEdited));
  const others = edited.filter((element) => !madeTags.has(tagOfEdited(element)));
  const additions = recipe?.additions(new Set([...others, ...made].map(tagOfEdited))) ?? [];
  const written = additions.map((element) => inCharacterSet(element, header.characters));
  const elements = insertInOrder(others, [...made, ...written]);
  return {
    elements,
    keptByRecipe: keptNames(effects),
    ruled: recipe && ruledTags(effects, additions.map(tagOfEdited)),
    told,
  };
}

function recipeEditor(facts: ImageFacts, subject: Subject, key: PseudonymKey): RecipeEditor {
  const studyDate = shiftDates("DA", facts.studyDate ?? "", -subject.daysBack) ?? "";
  return new RecipeEditor(subject, key, studyDate);
}

function hasValue(element: EditedElement): boolean {
  if ("value" in element) return element.value.length > 0;
  return !("kept" in element) || element.kept.valueEnd > element.kept.valueStart;
}
