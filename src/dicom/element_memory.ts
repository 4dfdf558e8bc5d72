import type { Element } from "./element.ts";

/**
 * Results of work on elements, by their bytes: elements of consecutive files with the same bytes
 * share them. Forgets all results when what they depend on besides the bytes changes. Holds no
 * element: the results of elements that no file has any more are freed.
 */
export class ElementMemory<Result> {
  #context = "";
  #results = new WeakMap<object, Result>();

  /** The results for which this text, which names all else that they depend on, is the same. */
  resultsFor(context: string): WeakMap<object, Result> {
    if (this.#context !== context) {
      this.#context = context;
      this.#results = new WeakMap();
    }
    return this.#results;
  }
}

/** The first element that was read with these bytes. */
export function originOf(element: Element): Element {
  return element.origin ?? element;
}
