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
