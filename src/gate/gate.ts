import type { ByteReader } from "../dicom/read/byte_window.ts";
import { type Finding, tagText } from "../model/finding.ts";
import { checkPixels } from "./checks/check_pixels.ts";
import { checkLooseUIDs, checkReferences } from "./checks/check_references.ts";
import { ownNamesInCleaned } from "./checks/own_names.ts";
import type { IdentifyingValue } from "./facts/identifying_values.ts";
import type { EarlierOutput } from "./facts/earlier_output.ts";
import { pathOf } from "./facts/output_element.ts";
import { type OutputFile, readOutput } from "./facts/output_file.ts";
import type { PublicWords } from "./facts/public_words.ts";
import type { SourceFacts } from "./facts/source_facts.ts";
import { encodedForms, folded } from "./facts/text_encodings.ts";
import { searchHeader, searchText, type TermSet, termSetOf } from "./search/search.ts";
import {
  longTerms,
  searchCoded,
  searchShifted,
  searchSurplus,
  shiftedTexts,
} from "./search/search_bytes.ts";
import { searchRespelled } from "./search/search_respelled.ts";
import { searchTermsOf } from "./search/search_term.ts";

/** Size limit of the cached terms, in characters. A study needs some thousands. */
const mostKnown = 1 << 20;
/** Dummy values that this program writes. */
const dummies = new Set(["anonymized^anonymized", "anonymized", "anonymous", "19000101"]);

/** The terms to search for, made once for all images with the same identifying values. */
interface Sought {
  readonly termSet: TermSet;
  /** Long terms only, for compressed pixel data. */
  readonly long: () => TermSet;
  /** Whole values of identifying attributes, including short ones. */
  readonly whole: ReadonlySet<string>;
}

/**
 * Compares outputs with their sources: reads each written file again and searches it for everything
 * that must not be there. Caches the search terms, because most images of a Batch share them.
 */
export class Gate {
  readonly #known = new Map<string, Sought>();
  #weight = 0;
  #earlier: EarlierOutput | undefined;
  #latest: { readonly facts: SourceFacts; readonly sought: Sought } | undefined;

  constructor(readonly words: PublicWords) {}

  /**
   * Returns everything that is wrong with the output at `path`; an empty list if it may be
   * released.
   */
  inspect(file: ByteReader, path: string, facts: SourceFacts): Finding[] {
    const { termSet, long, whole } = this.#soughtOf(facts);
    const output = read(file, facts, this.#earlier);
    if (!output) return [{ code: "NOT_READABLE", place: "the file" }];
    this.#earlier = output.earlier;
    const pixels = checkPixels(output);
    const unread = folded(pixels.unread);
    const behind = "the bytes after the pixel data";
    return distinct([
      ...searchHeader(output, termSet, facts),
      ...searchRespelled(output, termSet, facts),
      ...searchShifted(output, termSet, facts),
      ...searchPath(path, termSet, facts),
      ...searchSurplus(unread, termSet, behind),
      ...shiftedTexts(pixels.unread).flatMap((text) => searchText(text, termSet, behind)),
      ...checkLooseUIDs(unread, facts, behind),
      ...searchCoded(pixels.coded, long),
      ...sameValues(output, whole, facts),
      ...ownNamesInCleaned(output, facts.values, facts.cleaned ?? new Set(), facts.left),
      ...checkReferences(output, facts),
      ...missing(output, facts),
      ...pixels.findings,
    ]);
  }

  #soughtOf(facts: SourceFacts): Sought {
    const latest = this.#latest;
    const sought = latest && hasSameTerms(facts, latest.facts) ? latest.sought : this.#find(facts);
    this.#latest = { facts, sought };
    return sought;
  }

  #find({ values, folderName, sharedUIDs }: SourceFacts): Sought {
    const all: readonly IdentifyingValue[] = [
      ...values,
      { kind: "FOLDER_NAME", text: folderName },
      ...sharedUIDs.map((text) => ({ kind: "UID", text } as const)),
    ];
    const name = all.map(({ kind, text }) => `${kind}${text}`).join("\0");
    const known = this.#known.get(name);
    if (known) return known;
    const searchTerms = searchTermsOf(all, this.words);
    let long: TermSet | undefined;
    const sought = {
      termSet: termSetOf(searchTerms),
      long: () => long ??= termSetOf(longTerms(searchTerms)),
      whole: new Set(
        values.flatMap(({ text }) => [...encodedForms(text)]).filter((form) => !dummies.has(form)),
      ),
    };
    this.#remember(
      name,
      sought,
      searchTerms.reduce((sum, { form }) => sum + form.length, name.length),
    );
    return sought;
  }

  #remember(name: string, sought: Sought, weight: number): void {
    if (this.#weight + weight > mostKnown) {
      this.#known.clear();
      this.#weight = 0;
    }
    if (weight > mostKnown) return;
    this.#known.set(name, sought);
    this.#weight += weight;
  }
}

function hasSameTerms(facts: SourceFacts, other: SourceFacts): boolean {
  return facts.folderName === other.folderName && areSame(facts.values, other.values) &&
    areSame(facts.sharedUIDs, other.sharedUIDs);
}

function areSame<T>(some: readonly T[], others: readonly T[]): boolean {
  return some.length === others.length && some.every((one, at) => one === others[at]);
}

function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((one) => [`${one.code} ${one.place}`, one])).values()];
}

/** Undefined if dicom-parser cannot read the file. */
function read(
  file: ByteReader,
  facts: SourceFacts,
  earlier: EarlierOutput | undefined,
): OutputFile | undefined {
  try {
    return readOutput(file, facts.headerSize, facts.pixelTag, earlier);
  } catch (error) { // dicom-parser also throws strings and plain objects
    if (error instanceof Error && /^E[A-Z]+$/.test(String(Reflect.get(error, "code")))) throw error;
    return undefined;
  }
}

/**
 * Finds identifying attributes whose whole value is that of an identifying attribute of the source.
 */
function sameValues(
  { identifying }: OutputFile,
  whole: ReadonlySet<string>,
  { left, retained }: SourceFacts,
): Finding[] {
  return identifying.filter(({ leaf, kind, value }) => {
    const isLeft = left.has(leaf.tag) || (kind === "INSTITUTION" && retained.has(leaf.tag));
    return !isLeft && whole.has(value);
  }).map(({ leaf, kind }) => ({ code: kind, place: pathOf(leaf) }));
}

/**
 * An output path consists of the three UIDs, followed by the file number if two files share them.
 * Such a path identifies nothing else; any other path is searched for terms.
 */
function searchPath(path: string, termSet: TermSet, { uids }: SourceFacts): Finding[] {
  const [study, series, instance] = uids;
  const own = `${study}/${series}/${instance}.dcm`;
  const isRight = path === own || (path.startsWith(own) && /^\.\d+$/.test(path.slice(own.length)));
  if (isRight) return [];
  const place = "the file's name";
  return [...searchText(path.toLowerCase(), termSet, place), { code: "UID", place }];
}

function missing({ elements }: OutputFile, { required, left, rules }: SourceFacts): Finding[] {
  return required.filter((tag) => {
    const element = elements.get(tag);
    const isRuled = left.has(tag) || rules.removed.has(tag);
    return !isRuled && (!element || element.length === 0);
  }).map((tag) => ({ code: "TYPE_1", place: tagText(tag) }));
}
