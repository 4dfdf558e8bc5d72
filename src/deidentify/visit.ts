import type { Element } from "../dicom/element.ts";
import type { EditedElement } from "../dicom/write/edited.ts";
import type { Decision } from "./profile/decision.ts";

/** One element of a source: where it is, what was decided about it, and what is left of it. */
export interface Visit {
  readonly element: Element;
  readonly depth: number;
  readonly decision: Decision;
  readonly outcome: EditedElement | undefined;
}

/** Called for every element of a source, in the order of the file. */
export type Observe = (visit: Visit) => void;

/**
 * Reports visits, or keeps them until their turn: private elements are edited before their
 * creators.
 */
export class VisitReporter {
  #waiting: Visit[] | undefined;

  constructor(readonly observe: Observe | undefined) {}

  report(visit: Visit): void {
    if (this.#waiting) this.#waiting.push(visit);
    else this.observe?.(visit);
  }

  /** What a function returns, and the visits that it would have reported. */
  hold<T>(run: () => T): { readonly result: T; readonly visits: readonly Visit[] } {
    const [outer, visits] = [this.#waiting, [] as Visit[]];
    this.#waiting = visits;
    try {
      return { result: run(), visits };
    } finally {
      this.#waiting = outer;
    }
  }
}
