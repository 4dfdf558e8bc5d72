import { isPrivateCreator } from "../../dicom/dictionary.ts";
import type { Element } from "../../dicom/element.ts";
import * as Tag from "../../dicom/tag.ts";
import type { EditedElement } from "../../dicom/write/edited.ts";
import {
  characteristics,
  type Decision,
  declaredAction,
  declaredSafe,
  privateElement,
  reducedSequence,
  safePrivate,
  sitePrivate,
} from "../profile/decision.ts";
import type { PrivateTable } from "../profile/private_table.ts";
import type { Level } from "../values/level.ts";
import {
  BlockCharacteristics,
  blockOf,
  blockOfCreator,
  type DeclaredAction,
  isKnownCreator,
  isPrivate,
  privateBlocks,
} from "./private_blocks.ts";
import { PrivateValues, type ValueEdits } from "./private_values.ts";

/** What is done to a private element, and what is left of it. */
export interface PrivateOutcome {
  readonly decision: Decision;
  readonly outcome: EditedElement | undefined;
}

/** What an editor of whole data sets does for private elements. */
export interface PrivateCallbacks {
  /** Edits the items of a sequence; undefined if it is reduced and nothing of it is left. */
  readonly sequence: (
    element: Element,
    level: Level,
    isReduced: boolean,
  ) => EditedElement | undefined;
  /** Empties an element, or replaces it by a dummy. */
  readonly withoutValue: (
    action: "Z" | "D",
    element: Element,
    level: Level,
  ) => EditedElement | undefined;
}

/** Runs the edit of one element, and returns what came of it. */
export type Edit = (element: Element, run: () => PrivateOutcome) => PrivateOutcome;

const removed: PrivateOutcome = { decision: privateElement, outcome: undefined };

/**
 * The Retain Safe Private Option (PS3.15 E.3.10): keeps the private elements that table E.3.10-1,
 * the site or the data set itself calls safe, with the creators that give them their meaning. A
 * sequence that nothing calls safe is reduced to those inside it.
 */
export class PrivateEditor {
  readonly #values: PrivateValues;
  readonly #declared: BlockCharacteristics;

  constructor(
    readonly values: ValueEdits,
    readonly table: PrivateTable,
    readonly callbacks: PrivateCallbacks,
  ) {
    this.#values = new PrivateValues(values);
    this.#declared = new BlockCharacteristics(values.reader.header);
  }

  /**
   * What becomes of the private elements of one data set or item, and of what describes them.
   * `edit` runs the given function for each of them that is not a creator.
   */
  outcomes(
    level: Level,
    edit: Edit,
  ): ReadonlyMap<Element, PrivateOutcome> {
    const outcomes = new Map<Element, PrivateOutcome>();
    if (level.depth === 0) this.#characteristics(level, outcomes, edit);
    if (!level.elements.some(({ tag }) => isPrivate(tag))) return outcomes;
    const blocks = privateBlocks(this.values.reader.header, level.elements);
    const reasons = new Map<number, Decision>();
    for (const element of level.elements) {
      if (!isPrivate(element.tag) || isPrivateCreator(element.tag)) continue;
      const name = blocks.get(blockOf(element.tag))?.name;
      const result = name === undefined || level.content === "dummy"
        ? removed
        : edit(element, () => this.#edit(element, name, level));
      outcomes.set(element, result);
      if (result.outcome) reasons.set(blockOf(element.tag), result.decision);
    }
    for (const { creator } of blocks.values()) {
      const decision = reasons.get(blockOfCreator(creator.tag));
      if (decision) {
        outcomes.set(creator, {
          decision: { ...decision, action: "K" },
          outcome: { kept: creator },
        });
      }
    }
    return outcomes;
  }

  /** PrivateDataElementCharacteristicsSequence, without items on creators that may not leave. */
  #characteristics(
    level: Level,
    outcomes: Map<Element, PrivateOutcome>,
    edit: Edit,
  ): void {
    const element = level.elements.find(({ tag }) =>
      tag === Tag.PrivateDataElementCharacteristicsSequence
    );
    const items = (element?.items ?? []).filter((item) => {
      const creator = this.#declared.creatorOf(item);
      return this.#isPublic(creator) || !this.#isNamed(creator);
    });
    if (!element || items.length === 0) return;
    const sequence = (): PrivateOutcome => {
      const edited = this.callbacks.sequence({ ...element, items }, level, false);
      const isShorter = items.length < (element.items?.length ?? 0);
      const kept = items.map((source) => ({ source, elements: undefined }));
      const outcome = isShorter && edited && "kept" in edited
        ? { tag: element.tag, vr: "SQ", items: kept }
        : edited;
      return { decision: characteristics, outcome };
    };
    outcomes.set(element, edit(element, sequence));
  }

  #edit(element: Element, creator: string, level: Level): PrivateOutcome {
    const declared = this.#declaredOf(element, creator);
    if (declared === "safe") return this.#safe(element, level);
    if (declared) return this.#unsafe(declared, element, level);
    const row = this.table.find(creator, element.tag);
    const isSequence = element.items !== undefined;
    const isEmpty = element.valueStart === element.valueEnd;
    if (row && (isEmpty || row.vr === "" || (row.vr === "SQ") === isSequence)) {
      const decision = row.source === "site" ? sitePrivate : safePrivate;
      const outcome = isSequence
        ? this.callbacks.sequence(element, level, false)
        : this.#values.listed(element, level, row);
      return { decision, outcome };
    }
    if (!isSequence || !this.#isPublic(creator)) return removed;
    return { decision: reducedSequence, outcome: this.callbacks.sequence(element, level, true) };
  }

  #safe(element: Element, level: Level): PrivateOutcome {
    const outcome = element.items
      ? this.callbacks.sequence(element, level, false)
      : this.#values.declared(element, level);
    return { decision: declaredSafe, outcome };
  }

  #unsafe(
    action: "unsafe" | "D" | "Z" | "X" | "U",
    element: Element,
    level: Level,
  ): PrivateOutcome {
    const decision = declaredAction(action === "unsafe" ? "X" : action);
    if (action === "unsafe" || action === "X") return { decision, outcome: undefined };
    if (action !== "U") {
      return { decision, outcome: this.callbacks.withoutValue(action, element, level) };
    }
    return { decision, outcome: element.items ? undefined : this.values.mapUIDs(element) };
  }

  #declaredOf(element: Element, creator: string): DeclaredAction | undefined {
    const declared = this.#declared.find(creator, element.tag);
    return declared && !this.#isNamed(creator) ? declared : undefined;
  }

  #isPublic(creator: string): boolean {
    return isKnownCreator(creator) || this.table.hasCreator(creator);
  }

  /** A creator that has a name or an identifier of this image in it may not vouch for its block. */
  #isNamed(creator: string): boolean {
    return !isKnownCreator(creator) && this.values.reader.hasOwnWords(creator);
  }
}
