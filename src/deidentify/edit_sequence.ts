import { dictionaryEntry, isPrivateCreator } from "../dicom/dictionary.ts";
import type { Element } from "../dicom/element.ts";
import type { Header } from "../dicom/read/header.ts";
import * as Tag from "../dicom/tag.ts";
import {
  type EditedElement,
  type EditedItem,
  sequenceVR,
  tagOfEdited,
} from "../dicom/write/edited.ts";
import { isIdentifyingItem } from "./content/identifying_concepts.ts";
import type { Options } from "./profile/options.ts";
import type { ContentMode, Level } from "./values/level.ts";

/** How the items of a sequence are edited. */
export interface ItemsMode {
  readonly content: ContentMode | undefined;
  readonly isReduced: boolean;
  readonly options: Options;
}

/**
 * Edits the items of a sequence; returns the bytes of the source if nothing changes. Undefined if
 * the sequence is reduced and nothing remains. Empty items are kept, so that the numbers of the
 * other items do not change. A measured value that identifies a person becomes empty.
 */
export function editSequence(
  header: Header,
  element: Element,
  level: Level,
  mode: ItemsMode,
  edit: (level: Level) => EditedElement[],
): EditedElement | undefined {
  const { tag } = element;
  // the value of a content item that is a code or a number (PS3.3 C.18.1, C.17.3)
  const isValue = tag === Tag.MeasuredValueSequence || tag === Tag.ConceptCodeSequence;
  if (level.isIdentifying && tag === Tag.MeasuredValueSequence) return { tag, vr: "SQ", items: [] };
  const { options, isReduced } = mode;
  // the title of a report, which is outside of its content tree
  const isTitle = tag === Tag.ConceptNameCodeSequence && options.has("cleanStructuredContent");
  const content = mode.content ?? (isTitle ? "clean" : undefined);
  let isEmpty = true;
  const path = `${level.path}${dictionaryEntry(element.tag)?.keyword ?? ""}__`;
  const items = (element.items ?? []).map((item): EditedItem => {
    const { elements, encoding } = item;
    const characters = header.characterSetOf(elements, level.characters);
    const edited = edit({
      elements,
      encoding,
      characters,
      path,
      depth: level.depth + 1,
      content,
      isReduced,
      isIdentifying: (isValue && level.isIdentifying) ||
        (content === "clean" && isIdentifyingItem(header, elements, options)),
    });
    if (edited.some(isContent)) isEmpty = false;
    const isSame = edited.length === elements.length && edited.every((one) => "kept" in one);
    return { source: item, elements: isSame ? undefined : edited };
  });
  if (mode.isReduced && isEmpty) return undefined;
  if (items.every(({ elements }) => elements === undefined)) return { kept: element };
  return { tag: element.tag, vr: sequenceVR(element, level.encoding), items };
}

function isContent(element: EditedElement): boolean {
  const tag = tagOfEdited(element);
  return tag !== Tag.SpecificCharacterSet && !isPrivateCreator(tag);
}
