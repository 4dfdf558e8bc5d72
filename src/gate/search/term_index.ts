import { SkippedFileError } from "../../model/errors.ts";

/** The most cells of the table, 4 bytes each. A name needs 5,000, or 100,000 in other scripts. */
const mostCells = 32 << 20;
/** The most hits in one text. Ordinary files have a handful, or one for each frame. */
const mostHits = 500_000;
const none = -1;

/**
 * Five or more printable ASCII characters in UTF-16: most terms are searched for in this form too,
 * and few texts have any.
 */
const wide = /^(?:(?:[ -~]\0){5,}|\0[ -~](?:\0[ -~]){4,})$/;
/** A text without this has no such term. */
const partOfWide = /(?:[ -~]\0){4}/;

/** The offsets of each term in a text, ascending, by the number of the term. */
export type Hits = ReadonlyMap<number, readonly number[]>;

const noHits: Hits = new Map();

/**
 * Finds in one pass which terms occur in a text, and where. Terms in UTF-16 have an automaton of
 * their own, which is made for the first text that has letters in UTF-16.
 */
export class TermIndex {
  readonly #narrow: Automaton;
  readonly #wideTerms: readonly NumberedTerm[];
  #wide: Automaton | undefined;

  /**
   * `terms` must be distinct, not empty, and Latin-1. Throws SkippedFileError TOO_COMPLEX if there
   * are too many.
   */
  constructor(readonly terms: readonly string[]) {
    const numbered = terms.map((term, number) => ({ term, number }));
    this.#narrow = new Automaton(numbered.filter(({ term }) => !wide.test(term)));
    this.#wideTerms = numbered.filter(({ term }) => wide.test(term));
  }

  /**
   * Every occurrence of every term. Throws SkippedFileError TOO_COMPLEX if there are more than an
   * ordinary file has.
   */
  find(text: string): Hits {
    const hits = this.#narrow.find(text);
    if (this.#wideTerms.length === 0 || !partOfWide.test(text)) return hits;
    this.#wide ??= new Automaton(this.#wideTerms);
    const more = this.#wide.find(text);
    return more.size === 0 ? hits : new Map([...hits, ...more]);
  }
}

/** A term, and its number among all. */
interface NumberedTerm {
  readonly term: string;
  readonly number: number;
}

/**
 * An Aho-Corasick automaton with a table of all transitions. The time depends on the length of the
 * text and the number of hits, not on the number of terms.
 */
class Automaton {
  /** The class of each character: 1 and above for characters of the terms, 0 for all others. */
  readonly #classes = new Uint16Array(256);
  readonly #width: number;
  /**
   * For each state and class, the first cell of the next state; its complement if terms end there.
   * State 0 is the start.
   */
  readonly #table: Int32Array;
  /** The term that ends in each state. */
  readonly #term: Int32Array;
  /** For each state, the state of the next shorter term that ends there. */
  readonly #shorter: Int32Array;

  /** Throws SkippedFileError TOO_COMPLEX if there are too many terms. */
  constructor(readonly terms: readonly NumberedTerm[]) {
    this.#width = this.#numberCharacters();
    const states = 1 + terms.reduce((sum, { term }) => sum + term.length, 0);
    if (states * this.#width > mostCells) {
      throw new SkippedFileError("TOO_COMPLEX", "it has too many identifying values to search for");
    }
    const table = new Int32Array(states * this.#width);
    const ends = new Int32Array(states).fill(none);
    const size = this.#addTerms(table, ends);
    this.#table = table.slice(0, size * this.#width);
    this.#term = ends.slice(0, size);
    this.#shorter = new Int32Array(size).fill(none);
    this.#addTransitions();
  }

  /** Every occurrence of every term. Throws SkippedFileError TOO_COMPLEX. */
  find(text: string): Hits {
    if (this.terms.length === 0) return noHits;
    const hits = new Map<number, number[]>();
    const [table, classes] = [this.#table, this.#classes];
    let [cell, count] = [0, 0];
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      cell = table[cell + (code < 256 ? classes[code] ?? 0 : 0)] ?? 0;
      if (cell >= 0) continue;
      cell = ~cell;
      count += this.#addHits(hits, cell / this.#width, at + 1);
      if (count > mostHits) {
        throw new SkippedFileError("TOO_COMPLEX", "it repeats identifying values too often");
      }
    }
    return hits;
  }

  /** Adds the terms that end in a state and at an offset; returns their number. */
  #addHits(hits: Map<number, number[]>, state: number, end: number): number {
    let count = 0;
    for (let ended = this.#endedIn(state); ended !== none; ended = this.#shorter[ended] ?? none) {
      count++;
      const ending = this.terms[this.#term[ended] ?? 0];
      if (!ending) continue;
      const start = end - ending.term.length;
      const known = hits.get(ending.number);
      if (known) known.push(start);
      else hits.set(ending.number, [start]);
    }
    return count;
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
    for (const { term } of this.terms) {
      for (let at = 0; at < term.length; at++) {
        const code = term.charCodeAt(at);
        if (this.#classes[code] === 0) this.#classes[code] = width++;
      }
    }
    return width;
  }

  /** Builds the tree of the terms; returns the number of its states. */
  #addTerms(table: Int32Array, ends: Int32Array): number {
    let size = 1;
    for (const [place, { term }] of this.terms.entries()) {
      let state = 0;
      for (let at = 0; at < term.length; at++) {
        const cell = state * this.#width + this.#classOf(term, at);
        state = table[cell] ||= size++;
      }
      ends[state] = place;
    }
    return size;
  }

  /** Adds the transitions that continue with the longest suffix that is a prefix of a term. */
  #addTransitions(): void {
    const [next, width] = [this.#table, this.#width];
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
    for (const [cell, state] of next.entries()) {
      const first = state * width;
      next[cell] = this.#endedIn(state) === none ? first : ~first;
    }
  }
}
