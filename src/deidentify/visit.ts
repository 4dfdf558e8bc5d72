import type { EditedElement } from "../dicom/edited.ts";
import type { Element } from "../dicom/element.ts";
import type { Decision } from "./profile.ts";

/** One element of a source: where it is, what was decided about it, and what is left of it. */
export interface Visit {
  readonly element: Element;
  readonly depth: number;
  readonly decision: Decision;
  readonly outcome: EditedElement | undefined;
}

/** Called for every element of a source, in the order of the file. */
export type Observe = (visit: Visit) => void;
