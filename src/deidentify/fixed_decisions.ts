import type { Element } from "../dicom/element.ts";
import type { Decision } from "./decision.ts";

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
