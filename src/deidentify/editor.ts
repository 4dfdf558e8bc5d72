import { dictionaryEntry, impliedVR, vrOf } from "../dicom/dictionary.ts";
import { type Element, isPixelData } from "../dicom/element.ts";
import * as Tag from "../dicom/tag.ts";
import type { EditedElement } from "../dicom/write/edited.ts";
import { editSequence, type ItemsMode } from "./edit_sequence.ts";
import { isPrivate } from "./private/private_blocks.ts";
import { PrivateEditor, type PrivateOutcome } from "./private/private_editor.ts";
import {
  type Decision,
  innerPixels,
  isNoSequence,
  noSequence,
  outsideReduced,
  overlayPlane,
  overlayPlanes,
  privateElement,
} from "./profile/decision.ts";
import type { PseudonymKey } from "./pseudonyms/pseudonym_key.ts";
import { noteEffect, type TagsByEffect } from "./recipe/recipe_effects.ts";
import type { RecipeLayer } from "./recipe/recipe_layer.ts";
import { openRepeatedEdits, type RepeatedEdits, type RepeatedSource } from "./repeated_edits.ts";
import type { DataSetTexts, ToldWords } from "./text/text_cleaner.ts";
import { ValueEditor } from "./value_editor.ts";
import { dummyValue } from "./values/dummy_value.ts";
import { inCharacterSet } from "./values/in_character_set.ts";
import type { Level } from "./values/level.ts";
import { type Observe, type Visit, VisitReporter } from "./visit.ts";

interface Source extends RepeatedSource {
  readonly key: PseudonymKey;
  readonly texts: DataSetTexts;
  /** Of a site that has one; it is asked before the profile. */
  readonly recipe: RecipeLayer | undefined;
}

/** Applies a profile to every element of a header. */
export class Editor {
  readonly #source: Source;
  readonly #values: ValueEditor;
  readonly #reporter: VisitReporter;
  /** Undefined unless safe private elements are retained. */
  readonly #private: PrivateEditor | undefined;
  readonly #effects: TagsByEffect = new Map();
  /** Undefined if the outcome of an element may depend on others. */
  readonly #repeated: RepeatedEdits | undefined;

  constructor(source: Source, observe: Observe | undefined) {
    const { header, key, subject, profile } = source;
    this.#source = source;
    this.#values = new ValueEditor(header, key, subject.daysBack, profile.options, source.texts);
    this.#reporter = new VisitReporter(observe);
    this.#private = profile.options.has("retainSafePrivate")
      ? new PrivateEditor(this.#values, profile.privateTable, {
        sequence: (element, level, isReduced) => this.#sequence(element, level, { isReduced }),
        withoutValue: (...of) => this.#withoutValue(...of),
      })
      : undefined;
    const mapUID = (uid: string): void => void this.#values.mapUID(uid);
    this.#repeated = observe ? undefined : openRepeatedEdits(source, mapUID);
  }

  /** Edits the whole header; `effects`: what the recipe did, empty if there is no recipe. */
  edit(): { elements: EditedElement[]; effects: TagsByEffect; told: ToldWords | undefined } {
    const { header: { elements, encoding, characters }, texts, profile } = this.#source;
    const outside = { content: undefined, isReduced: false, isIdentifying: false };
    const top = { elements, encoding, characters, depth: 0, path: "", ...outside };
    const edited = this.#level(top);
    return { elements: edited, effects: this.#effects, told: texts.told(profile.options) };
  }

  #level(level: Level): EditedElement[] {
    const visits = new Map<Element, readonly Visit[]>();
    const safe = this.#private?.outcomes(level, (element, run) => {
      const held = this.#reporter.hold(() => this.#byRecipe(element, level) ?? run());
      visits.set(element, held.visits);
      return held.result;
    });
    const overlays = overlayPlanes(level.elements);
    const edited: EditedElement[] = [];
    for (const element of level.elements) {
      const { depth } = level;
      const repeated = depth === 0 ? this.#repeated?.of(element) : undefined;
      if (repeated) this.#values.takeMapped();
      if (repeated?.edit?.outcome) edited.push(repeated.edit.outcome);
      if (repeated?.edit) continue;
      if (isNoSequence(element)) {
        this.#reporter.report({ element, depth, decision: noSequence, outcome: undefined });
        continue;
      }
      const early = visits.get(element);
      const byRecipe = early ? undefined : this.#byRecipe(element, level);
      const { decision, outcome } = byRecipe ?? this.#edit(element, level, safe, overlays);
      early?.forEach((visit) => this.#reporter.report(visit));
      this.#reporter.report({ element, depth, decision, outcome });
      const written = outcome && inCharacterSet(outcome, level.characters);
      if (written) edited.push(written);
      repeated?.store(written, this.#values.takeMapped());
    }
    return edited;
  }

  #byRecipe(element: Element, level: Level): PrivateOutcome | undefined {
    const { recipe } = this.#source;
    if (!recipe) return undefined;
    const byRecipe = recipe.apply(element, level, () => this.#sequence(element, level));
    noteEffect(this.#effects, byRecipe?.effect ?? "NONE", element.tag);
    return byRecipe;
  }

  #edit(
    element: Element,
    level: Level,
    safe: ReadonlyMap<Element, PrivateOutcome> | undefined,
    overlays: ReadonlySet<number>,
  ): PrivateOutcome {
    const { tag } = element;
    if (isPrivate(tag) || tag === Tag.PrivateDataElementCharacteristicsSequence) {
      return safe?.get(element) ?? { decision: privateElement, outcome: undefined };
    }
    if (level.isReduced && tag !== Tag.SpecificCharacterSet) {
      const outcome = element.items && this.#sequence(element, level);
      return { decision: outsideReduced, outcome };
    }
    const decision = this.#decide(element, level, overlays);
    return { decision, outcome: this.#apply(decision, element, level) };
  }

  #decide(element: Element, level: Level, overlays: ReadonlySet<number>): Decision {
    const { tag } = element;
    if (overlays.has(tag >>> 16)) return overlayPlane;
    if (level.depth > 0 && isPixelData(tag)) return innerPixels;
    const place = {
      sopClassUID: this.#source.facts.ownSOPClassUID,
      path: level.path,
      has: (other: number): boolean => level.elements.some((one) => one.tag === other),
    };
    return this.#values.decideCode(tag, level) ?? this.#source.profile.decide(tag, place);
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
        return replacement ??
          (element.items ? this.#sequence(element, level) : this.#values.mapUIDs(element));
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
    const value = action === "Z" ? new Uint8Array(0) : dummyValue(vr);
    if (vr !== "SQ" && !element.items) {
      const isUID = vr === "UI" || impliedVR(tag) === "UI";
      return action === "D" && isUID ? this.#values.mapUIDs(element) : { tag, vr, value };
    }
    if (action === "Z" || !element.items) return { tag, vr: "SQ", items: [] };
    return this.#sequence(element, level, { content: "dummy" });
  }

  #keep({ otherwise }: Decision, element: Element, level: Level): EditedElement | undefined {
    if (element.items) return this.#sequence(element, level);
    const isEmpty = element.valueStart === element.valueEnd;
    // it should be a sequence, but cannot be read as items
    if (dictionaryEntry(element.tag)?.vr === "SQ" && !isEmpty) return undefined;
    return this.#values.keep(element, level) ?? this.#withoutValue(otherwise, element, level);
  }

  #clean(element: Element, level: Level): EditedElement | undefined {
    return element.items
      ? this.#sequence(element, level, { content: "clean" })
      : this.#values.clean(element, level);
  }

  #sequence(
    element: Element,
    level: Level,
    { content = level.content, isReduced = level.isReduced }: Partial<ItemsMode> = {},
  ): EditedElement | undefined {
    const { header, profile } = this.#source;
    const mode = { content, isReduced, options: profile.options };
    return editSequence(header, element, level, mode, (inner) => this.#level(inner));
  }
}
