import { dictionaryEntry, isPrivateCreator } from "../dicom/dictionary.ts";
import { type EditedElement, type EditedItem, sequenceVR, tagOfEdited } from "../dicom/edited.ts";
import type { Element } from "../dicom/element.ts";
import type { Header } from "../dicom/header.ts";
import type { ContentMode } from "./content/content_value.ts";
import type { Level } from "./level.ts";

export const specificCharacterSet = 0x00080005;

/** How the items of a sequence are edited. */
export interface ItemsMode {
  readonly content: ContentMode | undefined;
  readonly isReduced: boolean;
}

/**
 * A sequence whose items are edited; the source's own bytes where nothing in it changes. Undefined
 * for a sequence that is reduced and of which nothing is left. Items without content stay, so that
 * the others keep their numbers.
 */
export function editSequence(
  header: Header,
  element: Element,
  level: Level,
  mode: ItemsMode,
  edit: (level: Level) => EditedElement[],
): EditedElement | undefined {
  let isEmpty = true;
  const path = `${level.path}${dictionaryEntry(element.tag)?.keyword ?? ""}__`;
  const items = (element.items ?? []).map((item): EditedItem => {
    const { elements, encoding } = item;
    const characters = header.characterSetOf(elements, level.characters);
    const edited = edit({
      ...{ elements, encoding, characters, path, depth: level.depth + 1, ...mode },
      isIdentifying: false,
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
  return tag !== specificCharacterSet && !isPrivateCreator(tag);
}
