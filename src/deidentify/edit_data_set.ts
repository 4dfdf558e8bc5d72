import type { EditedElement } from "../dicom/edited.ts";
import { tagOfEdited } from "../dicom/edited.ts";
import type { Header } from "../dicom/header.ts";
import { Editor, type Observe } from "./editor.ts";
import { deidentificationElements, identifiersOf, type PixelsAre } from "./identifiers.ts";
import { RecipeEditor } from "./recipe_editor.ts";
import { RecipeLayer } from "./recipe_layer.ts";
import type { RecipeRules } from "./recipe_rules.ts";
import { shiftDates } from "./shift_dates.ts";
import type { Profile } from "./profile.ts";
import type { Subject } from "./subject.ts";
import type { PseudonymKey } from "./pseudonym_key.ts";

/** What de-identifying takes besides the image. */
export interface Deidentification {
  readonly profile: Profile;
  readonly key: PseudonymKey;
  /** Rules of the site, which go before the profile. */
  readonly rules: RecipeRules | undefined;
}

/** A data set that may leave, and what rules of the site kept of it: keywords, or tags. */
export interface EditedDataSet {
  readonly elements: readonly EditedElement[];
  readonly keptByRecipe: readonly string[];
}

/**
 * De-identifies a data set (PS3.15 E): every element at every depth by its row of table E.1-1
 * and the options, private elements, group lengths and overlay planes included; then adds the
 * codes that stand for the subject, and what was done. `observe` is told of every decision.
 */
export function editDataSet(
  header: Header,
  subject: Subject,
  { profile, key, rules }: Deidentification,
  pixels: PixelsAre,
  observe?: Observe,
): EditedDataSet {
  const identifiers = identifiersOf(subject, key, profile.options);
  const recipe = rules && new RecipeLayer(rules, recipeEditor(header, subject, key), header);
  const editor = new Editor(
    { header, subject, profile, key, replacements: identifiers.replacements, recipe },
    observe,
  );
  const added = deidentificationElements(profile.options, pixels, rules !== undefined);
  const replaced = new Set(added.map(tagOfEdited));
  const edited = editor.edit().filter((element) => !replaced.has(tagOfEdited(element)));
  const present = new Set(edited.filter(hasValue).map(tagOfEdited));
  const missing = identifiers.required.filter(({ tag }) => !present.has(tag));
  const filled = new Set(missing.map(({ tag }) => tag));
  const taken = new Set([...present, ...replaced, ...filled, ...edited.map(tagOfEdited)]);
  const elements = insertInOrder(edited.filter((element) => !filled.has(tagOfEdited(element))), [
    ...missing,
    ...added,
    ...(recipe?.additions(taken) ?? []),
  ]);
  return { elements, keptByRecipe: [...recipe?.kept ?? []].sort() };
}

function recipeEditor(header: Header, subject: Subject, key: PseudonymKey): RecipeEditor {
  const studyDate = shiftDates("DA", header.ascii(0x00080020) ?? "", -subject.daysBack) ?? "";
  return new RecipeEditor(subject, key, studyDate);
}

function hasValue(element: EditedElement): boolean {
  if ("value" in element) return element.value.length > 0;
  return !("kept" in element) || element.kept.valueEnd > element.kept.valueStart;
}

/** Puts each new element before the first of a higher tag, and leaves the order of the others. */
function insertInOrder(
  elements: readonly EditedElement[],
  added: readonly EditedElement[],
): EditedElement[] {
  const waiting = [...added].sort((a, b) => tagOfEdited(a) - tagOfEdited(b));
  const result: EditedElement[] = [];
  for (const element of elements) {
    for (let next = waiting[0]; next && tagOfEdited(next) < tagOfEdited(element);) {
      result.push(next);
      waiting.shift();
      next = waiting[0];
    }
    result.push(element);
  }
  return [...result, ...waiting];
}
