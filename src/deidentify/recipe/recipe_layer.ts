import { dictionaryEntry, isPrivateCreator, tagOf, vrOf } from "../../dicom/dictionary.ts";
import type { Element } from "../../dicom/element.ts";
import { elementTexts } from "../../dicom/read/element_texts.ts";
import type { Header } from "../../dicom/read/header.ts";
import * as Tag from "../../dicom/tag.ts";
import type { EditedElement } from "../../dicom/write/edited.ts";
import type { FieldName } from "../../recipe/field_selector.ts";
import type { HeaderRule } from "../../recipe/recipe.ts";
import type { Decision } from "../profile/decision.ts";
import type { Level } from "../values/level.ts";
import type { RecipeEditor } from "./recipe_editor.ts";
import type { RecipeEffect } from "./recipe_effects.ts";
import type { RecipeRules } from "./recipe_rules.ts";

/** Without these elements an image cannot be read, or would be delivered as another one. */
const untouchable = new Set<number>([
  Tag.SpecificCharacterSet,
  Tag.SOPClassUID,
  Tag.SOPInstanceUID,
  Tag.StudyInstanceUID,
  Tag.SeriesInstanceUID,
  Tag.PixelData,
  Tag.FloatPixelData,
  Tag.DoubleFloatPixelData,
  Tag.VOILUTSequence,
  Tag.RedPaletteColorLookupTableData,
  Tag.GreenPaletteColorLookupTableData,
  Tag.BluePaletteColorLookupTableData,
]);

/** What a recipe does to an element instead of the profile. */
export interface RecipeOutcome {
  readonly effect: RecipeEffect;
  readonly decision: Decision;
  readonly outcome: EditedElement | undefined;
}

/** Applies the rules of a recipe on top of the profile. */
export class RecipeLayer {
  constructor(
    readonly rules: RecipeRules,
    readonly values: RecipeEditor,
    readonly header: Header,
  ) {}

  /** Undefined if no rule applies to the element. `inside` edits the items of a sequence. */
  apply(
    element: Element,
    level: Level,
    inside: () => EditedElement | undefined,
  ): RecipeOutcome | undefined {
    const rule = this.#ruleOf(element, level);
    if (rule) return this.#outcome(rule, element, level, inside);
    const isNeeded = isPrivateCreator(element.tag) && !element.items &&
      level.elements.some((other) => isOf(other, element) && this.#leaves(other, level));
    if (!isNeeded) return undefined;
    const decision = decided("K", "creator of an element that a recipe keeps");
    return { effect: "CREATOR", decision, outcome: { kept: element } };
  }

  /** Top-level elements that rules add. */
  additions(present: ReadonlySet<number>): EditedElement[] {
    return this.rules.additions.flatMap((rule) => {
      const { where } = rule;
      const tag = where.kind === "tag"
        ? where.tag
        : where.kind === "path"
        ? tagOf(where.path)
        : undefined;
      if (tag === undefined || present.has(tag) || untouchable.has(tag)) return [];
      const vr = dictionaryEntry(tag)?.vr ?? "UN";
      const made = this.values.make(rule, { tag, vr, text: "" });
      return made ? [made] : [];
    });
  }

  #outcome(
    rule: HeaderRule,
    element: Element,
    level: Level,
    inside: () => EditedElement | undefined,
  ): RecipeOutcome {
    const { tag } = element;
    const vr = vrOf(element);
    const effect = rule.action;
    const because = `${rule.place}: ${effect}`;
    switch (effect) {
      case "KEEP": {
        const outcome = element.items ? inside() : { kept: element };
        return { effect, decision: decided("K", because), outcome };
      }
      case "REMOVE":
        return { effect, decision: decided("X", because), outcome: undefined };
      case "BLANK": {
        const isSequence = vr === "SQ" || element.items !== undefined;
        const outcome = isSequence
          ? { tag, vr: "SQ", items: [] }
          : { tag, vr, value: new Uint8Array(0) };
        return { effect, decision: decided("Z", because), outcome };
      }
      case "ADD":
      case "REPLACE":
      case "JITTER": {
        const { encoding, characters } = level;
        const text = elementTexts(this.header, element, encoding, characters).join("\\");
        const outcome = this.values.make(rule, { tag, vr, text });
        return { effect, decision: decided("C", because), outcome };
      }
    }
  }

  #ruleOf(element: Element, level: Level): HeaderRule | undefined {
    if (level.depth === 0 && untouchable.has(element.tag)) return undefined;
    return this.rules.find(this.header, element, level, this.#nameOf(element, level));
  }

  #leaves(element: Element, level: Level): boolean {
    const rule = this.#ruleOf(element, level);
    return rule !== undefined && rule.action !== "REMOVE";
  }

  #nameOf(element: Element, level: Level): FieldName {
    const keyword = dictionaryEntry(element.tag)?.keyword ?? "";
    return {
      tag: element.tag,
      vr: vrOf(element),
      keyword,
      path: level.path + keyword,
      creator: this.#creatorOf(element, level),
    };
  }

  #creatorOf(element: Element, level: Level): string | undefined {
    if ((element.tag & 0x10000) === 0) return undefined;
    const creator = level.elements.find((one) => !one.items && isOf(element, one));
    return creator &&
      elementTexts(this.header, creator, level.encoding, level.characters)[0];
  }
}

/** Whether a private element belongs to a block that a creator reserves (PS3.5 7.8.1). */
function isOf(element: Element, creator: Element): boolean {
  return isPrivateCreator(creator.tag) && element.tag >>> 16 === creator.tag >>> 16 &&
    (element.tag & 0xffff) >>> 8 === (creator.tag & 0xff);
}

function decided(action: Decision["action"], because: string): Decision {
  return { action, otherwise: "X", because, option: undefined };
}
