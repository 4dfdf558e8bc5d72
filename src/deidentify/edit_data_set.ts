import type { EditedElement } from "../dicom/edited.ts";
import { tagOfEdited } from "../dicom/edited.ts";
import type { Header } from "../dicom/header.ts";
import { Editor, type Observe } from "./editor.ts";
import { deidentificationElements, identifiersOf, type PixelsAre } from "./identifiers.ts";
import type { Profile } from "./profile.ts";
import type { Subject } from "./subject.ts";
import type { PseudonymKey } from "./pseudonym_key.ts";

/** What de-identifying takes besides the image. */
export interface Deidentification {
  readonly profile: Profile;
  readonly key: PseudonymKey;
}

/**
 * De-identifies a data set (PS3.15 E): every element at every depth by its row of table E.1-1
 * and the options, private elements, group lengths and overlay planes included; then adds the
 * codes that stand for the subject, and what was done. `observe` is told of every decision.
 */
export function editDataSet(
  header: Header,
  subject: Subject,
  { profile, key }: Deidentification,
  pixels: PixelsAre,
  observe?: Observe,
): EditedElement[] {
  const identifiers = identifiersOf(subject, key, profile.options);
  const editor = new Editor(
    { header, subject, profile, key, replacements: identifiers.replacements },
    observe,
  );
  const added = deidentificationElements(profile.options, pixels);
  const replaced = new Set(added.map(tagOfEdited));
  const edited = editor.edit().filter((element) => !replaced.has(tagOfEdited(element)));
  const present = new Set(edited.filter(hasValue).map(tagOfEdited));
  const missing = identifiers.required.filter(({ tag }) => !present.has(tag));
  const filled = new Set(missing.map(({ tag }) => tag));
  return insertInOrder(edited.filter((element) => !filled.has(tagOfEdited(element))), [
    ...missing,
    ...added,
  ]);
}

function hasValue(element: EditedElement): boolean {
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
