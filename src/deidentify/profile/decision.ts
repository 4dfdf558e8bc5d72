import type { Element } from "../../dicom/element.ts";
import type { Option } from "./options.ts";

/**
 * OverlayData, and the attributes of a plane in unused bits of the pixels (BitsAllocated,
 * BitPosition).
 */
export const overlayBits = new Set([0x3000, 0x0100, 0x0102]);

/** The groups of overlay planes that have data, in a data set or item. */
export function overlayPlanes(elements: readonly Element[]): ReadonlySet<number> {
  return new Set(
    elements.filter(({ tag }) => isOverlay(tag) && overlayBits.has(tag & 0xffff))
      .map(({ tag }) => tag >>> 16),
  );
}

export function isOverlay(tag: number): boolean {
  return tag >>> 24 === 0x60 && (tag & 0x10000) === 0;
}

/** PS3.15 E.1: remove, empty, dummy, map the UIDs, keep, clean. */
export type Action = "X" | "Z" | "D" | "U" | "K" | "C";

/** The action for an element, and the reason. */
export interface Decision {
  readonly action: Action;
  /** The action if cleaning leaves nothing. */
  readonly otherwise: "X" | "Z" | "D";
  /** The row, option or rule it comes from. */
  readonly because: string;
  readonly option: Option | undefined;
}

/** For a private element that no option retains. */
export const privateElement: Decision = {
  action: "X",
  otherwise: "X",
  because: "table E.1-1: private attribute",
  option: undefined,
};

/** For unreadable content in the place of a sequence. */
export const noSequence: Decision = {
  ...privateElement,
  because: "should be a sequence, but contains something else",
};

/** Whether an element that should be a sequence has a value that cannot be read as items. */
export function isNoSequence({ vr, items, valueStart, valueEnd }: Element): boolean {
  return vr === "SQ" && !items && valueEnd > valueStart;
}

/** For a private element in table E.3.10-1. */
export const safePrivate: Decision = {
  ...privateElement,
  action: "K",
  because: "table E.3.10-1: safe private attribute",
  option: "retainSafePrivate",
};

/** For PrivateDataElementCharacteristicsSequence. */
export const characteristics: Decision = {
  ...safePrivate,
  because: "describes the private attributes that are kept",
};

/** For a private element in the list of the site. */
export const sitePrivate: Decision = {
  ...safePrivate,
  because: "row of the site: safe private attribute",
};

/** For a private element that its data set declares safe. */
export const declaredSafe: Decision = {
  ...safePrivate,
  because: "declared safe in PrivateDataElementCharacteristicsSequence",
};

/** For a private sequence that is kept because of safe private elements in it. */
export const reducedSequence: Decision = {
  ...safePrivate,
  because: "private sequence, reduced to the safe private attributes in it",
};

/** For an element inside such a sequence that is not a safe private element. */
export const outsideReduced: Decision = {
  ...privateElement,
  because: "inside a private sequence, not a safe private attribute",
};

/** For a private element with an action in its data set (0008,0307), or one declared unsafe. */
export function declaredAction(action: "D" | "Z" | "X" | "U"): Decision {
  return {
    ...privateElement,
    action,
    because: `PrivateDataElementCharacteristicsSequence: ${action}`,
    option: "retainSafePrivate",
  };
}

/** For an element of an overlay plane. */
export const overlayPlane: Decision = {
  ...privateElement,
  because: "describes overlay data, which are removed",
};

/** For pixel data inside a sequence. */
export const innerPixels: Decision = {
  ...privateElement,
  because: "pixel data in an item, which screening does not check",
};

const keep: Decision = {
  action: "K",
  otherwise: "X",
  because: "no row in table E.1-1",
  option: undefined,
};
const groupLength: Decision = { ...keep, action: "X", because: "group length (PS3.5 7.2)" };
const unknown: Decision = { ...keep, action: "X", because: "not in PS3.6" };
const foreign: Decision = {
  ...keep,
  action: "X",
  because: "belongs in a message, file meta or a directory (PS3.5 7.1)",
};
const undecided: Decision = {
  ...keep,
  action: "X",
  because: "no table has a row for it, and it may contain text",
};

/** Value representations (PS3.5 6.2) that can name a person, an organisation or a day. */
const tellingVRs = new Set(
  "AE,AS,DA,DT,LO,LT,OB,PN,SH,ST,TM,UC,UI,UN,UR,UT".split(","),
);

/**
 * What is done to a standard attribute that neither table E.1-1 nor this program's own table
 * lists. `vr` is that of PS3.6, undefined for an attribute that PS3.6 does not have.
 */
export function withoutRow(tag: number, vr: string | undefined): Decision {
  if ((tag & 0xffff) === 0) return groupLength;
  if (tag >>> 16 <= 6) return foreign;
  if (vr === undefined) return unknown;
  return tellingVRs.has(vr) ? undecided : keep;
}
