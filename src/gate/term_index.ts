import { SkippedFileError } from "../errors.ts";

/** Cells of the table, 4 bytes each. A name needs 5,000 of them, or 100,000 in other scripts. */
const mostCells = 32 << 20;
/** Honest files have a handful of hits, or as many as they have frames. */
const mostHits = 500_000;
const none = -1;

/** Where the terms occur, by their number: offsets in a text, ascending. */
export type Hits = ReadonlyMap<number, readonly number[]>;

const noHits: Hits = new Map();

/**
 * Finds in one pass which of many terms occur in a text, and where: the automaton of Aho and
 * Corasick, with a table of all transitions. Time grows with the text and the number of hits, and
 * not with the number of terms.
 */
export class TermIndex {
  /** Numbers the characters that terms have from 1; 0 is every other one. */
  readonly #classes = new Uint16Array(256);
  readonly #width: number;
  /** The next state by state and class; state 0 is the start. */
  readonly #next: Int32Array;
  /** The term that ends in a state. */
  readonly #term: Int32Array;
  /** The longest other term that ends there, by its state. */
  readonly #shorter: Int32Array;

  /**
   * `terms` are distinct, not empty, and of Latin-1 characters. Throws SkippedFileError TOO_COMPLEX
   * where they are too many.
   */
  constructor(readonly terms: readonly string[]) {
    this.#width = this.#numberCharacters();
    const states = 1 + terms.reduce((sum, { length }) => sum + length, 0);
    if (states * this.#width > mostCells) {
      throw new SkippedFileError("TOO_COMPLEX", "it has too many identifying values to look for");
    }
    const table = new Int32Array(states * this.#width);
    const ends = new Int32Array(states).fill(none);
    const size = this.#addTerms(table, ends);
    this.#next = table.slice(0, size * this.#width);
    this.#term = ends.slice(0, size);
    this.#shorter = new Int32Array(size).fill(none);
    this.#addTransitions();
  }

  /**
   * Every occurrence of every term. Throws SkippedFileError TOO_COMPLEX where there are more than
   * any honest file has.
   */
  find(text: string): Hits {
    if (this.terms.length === 0) return noHits;
    const hits = new Map<number, number[]>();
    let [state, count] = [0, 0];
    for (let at = 0; at < text.length; at++) {
      state = this.#next[state * this.#width + this.#classOf(text, at)] ?? 0;
      for (let ended = this.#endedIn(state); ended !== none; ended = this.#shorter[ended] ?? none) {
        const term = this.#term[ended] ?? 0;
        if (++count > mostHits) {
          throw new SkippedFileError("TOO_COMPLEX", "it repeats identifying values too often");
        }
        const start = at + 1 - (this.terms[term]?.length ?? 0);
        const known = hits.get(term);
        if (known) known.push(start);
        else hits.set(term, [start]);
      }
    }
    return hits;
  }

  #endedIn(state: number): number {
    return this.#term[state] === none ? this.#shorter[state] ?? none : state;
  }

  #classOf(text: string, at: number): number {
    const code = text.charCodeAt(at);
    return code < 256 ? this.#classes[code] ?? 0 : 0;
  }

  #numberCharacters(): number {
    let width = 1;
    for (const term of this.terms) {
      for (let at = 0; at < term.length; at++) {
        const code = term.charCodeAt(at);
        if (this.#classes[code] === 0) this.#classes[code] = width++;
      }
    }
    return width;
  }

  /** Lays the terms out as a tree; returns how many states it has. */
  #addTerms(table: Int32Array, ends: Int32Array): number {
    let size = 1;
    for (const [number, term] of this.terms.entries()) {
      let state = 0;
      for (let at = 0; at < term.length; at++) {
        const cell = state * this.#width + this.#classOf(term, at);
        state = table[cell] ||= size++;
      }
      ends[state] = number;
    }
    return size;
  }

  /** Where the tree ends, goes on with the longest beginning of a term that ends there, too. */
  #addTransitions(): void {
    const [next, width] = [this.#next, this.#width];
    const fallback = new Int32Array(this.#term.length);
    const queue = new Int32Array(this.#term.length);
    let tail = 1;
    for (let head = 0; head < tail; head++) {
      const state = queue[head] ?? 0;
      const other = fallback[state] ?? 0;
      for (let kind = 1; kind < width; kind++) {
        const child = next[state * width + kind] ?? 0;
        const elsewhere = state === 0 ? 0 : next[other * width + kind] ?? 0;
        if (child === 0) {
          next[state * width + kind] = elsewhere;
          continue;
        }
        fallback[child] = elsewhere;
        this.#shorter[child] = this.#endedIn(elsewhere);
        queue[tail++] = child;
      }
    }
  }
}
