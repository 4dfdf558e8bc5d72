import assert from "node:assert/strict";
import { TermIndex } from "../../../src/gate/search/term_index.ts";
import { SkippedFileError } from "../../../src/model/errors.ts";
import { randomNumbers } from "../../support/random_numbers.ts";

/** What a plain search finds. */
function plainHits(terms: readonly string[], text: string): Map<number, number[]> {
  const hits = new Map<number, number[]>();
  for (const [number, term] of terms.entries()) {
    const places: number[] = [];
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) places.push(at);
    if (places.length > 0) hits.set(number, places);
  }
  return hits;
}

Deno.test("find() finds what a plain search of each term finds, also where terms overlap", () => {
  const random = randomNumbers(4711);
  const text = (length: number): string =>
    Array.from({ length }, () => "ab\0ü"[random(4)]).join("");
  for (let round = 0; round < 200; round++) {
    const terms = [...new Set(Array.from({ length: 12 }, () => text(1 + random(5))))];
    const searched = text(80);
    const found = new TermIndex(terms).find(searched);
    assert.deepEqual(new Map([...found].sort()), new Map([...plainHits(terms, searched)].sort()));
  }
});

Deno.test("characters that no term has, also those beyond Latin-1, end a term", () => {
  const index = new TermIndex(["lee"]);
  assert.deepEqual([...index.find("le\u3042e lee\u0100")], [[0, [5]]]);
});

Deno.test("without terms nothing is found", () => {
  assert.equal(new TermIndex([]).find("anything").size, 0);
});

Deno.test("too many terms, and too many hits, are TOO_COMPLEX", () => {
  const isTooComplex = (error: unknown): boolean =>
    error instanceof SkippedFileError && error.code === "TOO_COMPLEX";
  const many = Array.from({ length: 150_000 }, (_, at) => `name${at.toString(36)}name`);
  assert.throws(() => new TermIndex(many), isTooComplex);
  assert.throws(() => new TermIndex(["a"]).find("a".repeat(600_000)), isTooComplex);
});

Deno.test("five thousand terms and as many hits are not", () => {
  const terms = Array.from({ length: 5_000 }, (_, at) => `name${at.toString(36)}^${at}`);
  assert.equal(new TermIndex(terms).find(terms.join(" ")).size, 5_000);
});
