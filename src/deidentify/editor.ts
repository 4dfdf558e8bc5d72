import { dictionaryEntry, impliedVR } from "../dicom/dictionary.ts";
import {
  type EditedElement,
  type EditedItem,
  type MadeElement,
  sequenceVR,
} from "../dicom/edited.ts";
import type { Element } from "../dicom/element.ts";
import { isPixelData } from "../dicom/pixel_data.ts";
import type { Header } from "../dicom/header.ts";
import type { ContentMode } from "./content_value.ts";
import { dummyValue } from "./dummy_value.ts";
import {
  innerPixels,
  noSequence,
  overlayPlane,
  privateElement,
  safePrivate,
} from "./fixed_decisions.ts";
import type { Decision, Profile } from "./profile.ts";
import type { RecipeLayer } from "./recipe_layer.ts";
import { safePrivateElements } from "./safe_private.ts";
import type { Subject } from "./subject.ts";
import type { DataSetTexts } from "./text/data_set_texts.ts";
import { vrOf } from "../dicom/vr_of.ts";
import { type Level, ValueEditor } from "./value_editor.ts";
import type { PseudonymKey } from "./pseudonym_key.ts";

/** OverlayData, and what says that a plane is in the pixels' unused bits (BitsAllocated, BitPosition). */
const overlayBits = new Set([0x3000, 0x0100, 0x0102]);
/** Told of every element of the source: where it is, what was decided, what came of it. */
export type Observe = (visit: Visit) => void;

export interface Visit {
  readonly element: Element;
  readonly depth: number;
  readonly decision: Decision;
  readonly outcome: EditedElement | undefined;
}

interface Source {
  readonly header: Header;
  readonly subject: Subject;
  readonly profile: Profile;
  readonly key: PseudonymKey;
  readonly replacements: ReadonlyMap<number, MadeElement>;
  /** Cleans its texts. */
  readonly texts: DataSetTexts;
  /** Of a site that has one; it is asked before the profile. */
  readonly recipe: RecipeLayer | undefined;
}

const nothing = new Uint8Array(0);

/** Applies a profile to every element of one header. */
export class Editor {
  readonly #source: Source;
  readonly #values: ValueEditor;
  readonly #sopClassUID: string | undefined;
  readonly #observe: Observe | undefined;

  constructor(source: Source, observe: Observe | undefined) {
    const { header, key, subject, profile } = source;
    this.#source = source;
    this.#values = new ValueEditor(
      ...[header, key, subject.daysBack, profile.options, source.texts] as const,
    );
    this.#sopClassUID = header.ascii(0x00080016);
    this.#observe = observe;
  }

  edit(): EditedElement[] {
    const { header } = this.#source;
    const { elements, encoding, characters } = header;
    return this.#level({ elements, encoding, characters, depth: 0, path: "", content: undefined });
  }

  #level(level: Level): EditedElement[] {
    const { header, profile } = this.#source;
    const safe = profile.options.has("retainSafePrivate")
      ? safePrivateElements(header, level.elements)
      : undefined;
    const overlays = new Set(
      level.elements.filter(({ tag }) => isOverlay(tag) && overlayBits.has(tag & 0xffff))
        .map(({ tag }) => tag >>> 16),
    );
    const edited: EditedElement[] = [];
    for (const element of level.elements) {
      if (isNoSequence(element)) {
        this.#observe?.({ element, depth: level.depth, decision: noSequence, outcome: undefined });
        continue;
      }
      const inside = (): EditedElement => this.#sequence(element, level, level.content);
      const byRecipe = this.#source.recipe?.apply(element, level, inside);
      const decision = byRecipe?.decision ?? this.#decide(element, level, safe, overlays);
      const outcome = byRecipe ? byRecipe.outcome : this.#apply(decision, element, level);
      this.#observe?.({ element, depth: level.depth, decision, outcome });
      if (outcome) edited.push(outcome);
    }
    return edited;
  }

  #decide(
    element: Element,
    level: Level,
    safe: ReadonlySet<Element> | undefined,
    overlays: ReadonlySet<number>,
  ): Decision {
    const { tag } = element;
    if ((tag & 0x10000) !== 0) return safe?.has(element) ? safePrivate : privateElement;
    if (isOverlay(tag) && overlays.has(tag >>> 16)) return overlayPlane;
    if (level.depth > 0 && isPixelData(tag)) return innerPixels;
    return this.#values.decideCode(tag, level) ??
      this.#source.profile.decide(tag, this.#sopClassUID);
  }

  #apply(decision: Decision, element: Element, level: Level): EditedElement | undefined {
    const replacement = level.depth === 0 ? this.#source.replacements.get(element.tag) : undefined;
    switch (decision.action) {
      case "X":
        return undefined;
      case "Z":
      case "D":
        return replacement ?? this.#withoutValue(decision.action, element, level);
      case "U":
        return replacement ?? this.#mapUIDs(element, level);
      case "K":
        return this.#keep(decision, element, level);
      case "C":
        return this.#clean(element, level) ??
          this.#withoutValue(decision.otherwise, element, level);
    }
  }

  /** Removes, empties or replaces by a dummy; a sequence's dummy is its items made dummy. */
  #withoutValue(
    action: "X" | "Z" | "D",
    element: Element,
    level: Level,
  ): EditedElement | undefined {
    if (action === "X") return undefined;
    const { tag } = element;
    const vr = vrOf(element);
    const value = action === "Z" ? nothing : dummyValue(vr);
    if (vr !== "SQ" && !element.items) {
      const isUID = vr === "UI" || impliedVR(tag) === "UI";
      return action === "D" && isUID ? this.#values.mapUIDs(element) : { tag, vr, value };
    }
    if (action === "Z" || !element.items) return { tag, vr: "SQ", items: [] };
    return this.#sequence(element, level, "dummy");
  }

  #keep({ otherwise }: Decision, element: Element, level: Level): EditedElement | undefined {
    if (element.items) return this.#sequence(element, level, level.content);
    const isEmpty = element.valueStart === element.valueEnd;
    const cannotBeLookedInto = dictionaryEntry(element.tag)?.vr === "SQ" && !isEmpty;
    if (cannotBeLookedInto) return undefined;
    return this.#values.keep(element, level) ?? this.#withoutValue(otherwise, element, level);
  }

  #clean(element: Element, level: Level): EditedElement | undefined {
    return element.items
      ? this.#sequence(element, level, "clean")
      : this.#values.clean(element, level);
  }

  #mapUIDs(element: Element, level: Level): EditedElement | undefined {
    return element.items
      ? this.#sequence(element, level, level.content)
      : this.#values.mapUIDs(element);
  }

  /** A sequence whose items are edited; the source's own bytes where nothing in it changes. */
  #sequence(element: Element, level: Level, content: ContentMode | undefined): EditedElement {
    const { header } = this.#source;
    const items = (element.items ?? []).map((item): EditedItem => {
      const { elements, encoding } = item;
      const characters = header.characterSetOf(elements, level.characters);
      const edited = this.#level({
        ...{ elements, encoding, characters, content },
        depth: level.depth + 1,
        path: `${level.path}${dictionaryEntry(element.tag)?.keyword ?? ""}__`,
      });
      const isSame = edited.length === elements.length && edited.every((one) => "kept" in one);
      return { source: item, elements: isSame ? undefined : edited };
    });
    if (items.every(({ elements }) => elements === undefined)) return { kept: element };
    return { tag: element.tag, vr: sequenceVR(element, level.encoding), items };
  }
}

/** Whether a value that cannot be looked into stands in the place of a sequence. */
function isNoSequence({ vr, items, valueStart, valueEnd }: Element): boolean {
  return vr === "SQ" && !items && valueEnd > valueStart;
}

function isOverlay(tag: number): boolean {
  return tag >>> 24 === 0x60 && (tag & 0x10000) === 0;
}
