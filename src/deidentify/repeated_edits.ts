import type { Element } from "../dicom/element.ts";
import { type ElementMemory, originOf } from "../dicom/element_memory.ts";
import type { ImageHeader } from "../dicom/read/image_facts.ts";
import * as Tag from "../dicom/tag.ts";
import type { EditedElement, MadeElement } from "../dicom/write/edited.ts";
import { withOwnBytes } from "./made_memory.ts";
import { isPrivate } from "./private/private_blocks.ts";
import { isOverlay } from "./profile/decision.ts";
import type { Option } from "./profile/options.ts";
import { isInPair, type Profile } from "./profile/profile.ts";
import type { Subject } from "./pseudonyms/subject.ts";

/** What became of an element, and the UIDs that were replaced in it. */
export interface RepeatedEdit {
  /** If the outcome has items, they are at the offsets of this element. */
  readonly source: Element;
  readonly outcome: EditedElement | undefined;
  readonly uids: readonly string[];
}

/** An image, and what decides about its elements besides their bytes. */
export interface RepeatedSource extends ImageHeader {
  readonly subject: Subject;
  readonly profile: Profile;
  /** Elements that stand for the subject. */
  readonly replacements: ReadonlyMap<number, MadeElement>;
  readonly recipe: object | undefined;
  /** What became of elements that an image before had too. */
  readonly edits: ElementMemory<RepeatedEdit> | undefined;
}

/** With these options, the outcome of an element depends on others: on names, on creators. */
const dependent: readonly Option[] = [
  "retainSafePrivate",
  "cleanDescriptors",
  "cleanStructuredContent",
  "cleanGraphics",
];

/** A top-level element whose bytes alone decide what becomes of it. */
export interface RepeatedElement {
  /** As if it was edited again; undefined if it is not known. */
  readonly edit: Pick<RepeatedEdit, "outcome"> | undefined;
  readonly store: (outcome: EditedElement | undefined, uids: readonly string[]) => void;
}

/**
 * The edits of top-level elements that an image before had too; undefined without a memory, or if
 * a recipe or an option lets the outcome of an element depend on other elements. `mapUID` replaces
 * a UID, which records and counts it.
 */
export function openRepeatedEdits(
  source: RepeatedSource,
  mapUID: (uid: string) => void,
): RepeatedEdits | undefined {
  const { header, profile, edits, recipe, subject, facts, replacements } = source;
  const depends = recipe !== undefined || dependent.some((one) => profile.options.has(one));
  if (!edits || depends) return undefined;
  const { encoding: { littleEndian, explicitVR }, characters: { terms } } = header;
  const context = [littleEndian, explicitVR, terms, subject.daysBack, facts.ownSOPClassUID];
  return new RepeatedEdits(edits.resultsFor(context.join(" ")), replacements, mapUID);
}

/** See {@link openRepeatedEdits}. */
export class RepeatedEdits {
  constructor(
    readonly known: WeakMap<object, RepeatedEdit>,
    readonly replacements: RepeatedSource["replacements"],
    readonly mapUID: (uid: string) => void,
  ) {}

  /** Undefined if not only the bytes of a top-level element decide what becomes of it. */
  of(element: Element): RepeatedElement | undefined {
    const { tag } = element;
    const isCode = tag >= Tag.CodeValue && tag <= Tag.MappingResourceName;
    if (isCode || isPrivate(tag) || isOverlay(tag) || isInPair(tag)) return undefined;
    if (this.replacements.has(tag)) return undefined;
    return {
      edit: this.#find(element),
      store: (edited, uids) => {
        const outcome = edited && "value" in edited ? withOwnBytes(edited) : edited;
        this.known.set(originOf(element), { source: element, outcome, uids });
      },
    };
  }

  #find(element: Element): Pick<RepeatedEdit, "outcome"> | undefined {
    const edit = this.known.get(originOf(element));
    if (!edit) return undefined;
    const { source, outcome, uids } = edit;
    const isHere = source.start === element.start;
    if (outcome && "items" in outcome && !isHere) return undefined;
    for (const uid of uids) this.mapUID(uid);
    return outcome && "kept" in outcome && !isHere ? { outcome: { kept: element } } : edit;
  }
}
