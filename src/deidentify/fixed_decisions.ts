import type { Decision } from "./profile.ts";

/** Of a private element that no option retains. */
export const privateElement: Decision = {
  action: "X",
  otherwise: "X",
  because: "table E.1-1: private attribute",
  option: undefined,
};

/** Of what stands in the place of a sequence and cannot be looked into. */
export const noSequence: Decision = {
  ...privateElement,
  because: "should be a sequence, and contains something else",
};

/** Of a private element that table E.3.10-1 lists. */
export const safePrivate: Decision = {
  ...privateElement,
  action: "K",
  because: "table E.3.10-1: safe private attribute",
  option: "retainSafePrivate",
};

/** Of PrivateDataElementCharacteristicsSequence. */
export const characteristics: Decision = {
  ...safePrivate,
  because: "describes the private attributes that are kept",
};

/** Of a private element that the site lists. */
export const sitePrivate: Decision = {
  ...safePrivate,
  because: "row of the site: safe private attribute",
};

/** Of a private element whose data set declares it safe. */
export const declaredSafe: Decision = {
  ...safePrivate,
  because: "declared safe in PrivateDataElementCharacteristicsSequence",
};

/** Of a private sequence that is kept for the safe private elements in it. */
export const reducedSequence: Decision = {
  ...safePrivate,
  because: "private sequence, reduced to the safe private attributes in it",
};

/** Of an element inside such a sequence that is not a safe private element. */
export const outsideReduced: Decision = {
  ...privateElement,
  because: "inside a private sequence, not a safe private attribute",
};

/** Of a private element for which its data set gives an action (0008,0307), or that it calls unsafe. */
export function declaredAction(action: "D" | "Z" | "X" | "U"): Decision {
  return {
    ...privateElement,
    action,
    because: `PrivateDataElementCharacteristicsSequence: ${action}`,
    option: "retainSafePrivate",
  };
}

/** Of an element of an overlay plane. */
export const overlayPlane: Decision = {
  ...privateElement,
  because: "describes overlay data, which are removed",
};

/** Of pixel data inside a sequence. */
export const innerPixels: Decision = {
  ...privateElement,
  because: "pixel data in an item, which screening does not see",
};
