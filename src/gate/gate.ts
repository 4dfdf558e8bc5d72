import type { ByteReader } from "../dicom/byte_window.ts";
import { withoutPadding } from "../dicom/without_padding.ts";
import { checkPixels } from "./check_pixels.ts";
import { checkLooseUIDs, checkReferences } from "./check_references.ts";
import { type Finding, tagText } from "./finding.ts";
import { identifyingKind } from "./identifying_attributes.ts";
import type { IdentifyingValue } from "./identifying_values.ts";
import { needlesOf } from "./needle.ts";
import { ownNamesInCleaned } from "./own_names.ts";
import { type OutputFile, pathOf, readOutput } from "./output_file.ts";
import type { PublicWords } from "./public_words.ts";
import { type Haystack, haystackOf, searchHeader, searchText } from "./search.ts";
import { longNeedles, searchCoded, searchSurplus } from "./search_bytes.ts";
import { searchRespelled } from "./search_respelled.ts";
import { searchShifted, shiftedTexts } from "./search_shifted.ts";
import type { SourceFacts } from "./source_facts.ts";
import { encodedForms, folded } from "./text_encodings.ts";

/** Characters of what is remembered; a study needs some thousands, a damaged one up to millions. */
const mostKnown = 1 << 20;
/** What this program itself writes in the place of values. */
const dummies = new Set(["anonymized^anonymized", "anonymized", "anonymous", "19000101"]);

/** What is looked for, made once for images that share their identifying values. */
interface Sought {
  readonly haystack: Haystack;
  /** Of long words only, for compressed streams. */
  readonly long: () => Haystack;
  /** Whole values of identifying attributes, however short. */
  readonly whole: ReadonlySet<string>;
}

/**
 * Holds outputs against their sources: reads again what was written and looks for what must not
 * be there. Remembers what it looks for, for the images of a Batch mostly share it.
 */
export class Gate {
  readonly #known = new Map<string, Sought>();
  #weight = 0;

  constructor(readonly words: PublicWords) {}

  /** Everything that is wrong with an output that lies at `path`; nothing when it may leave. */
  inspect(file: ByteReader, path: string, facts: SourceFacts): Finding[] {
    const { haystack, long, whole } = this.#soughtOf(facts);
    const output = read(file, facts);
    if (!output) return [{ code: "NOT_READABLE", place: "the file" }];
    const pixels = checkPixels(output);
    const unread = folded(pixels.unread);
    const behind = "bytes behind the pixels";
    return distinct([
      ...searchHeader(output, haystack, facts),
      ...searchRespelled(output, haystack, facts),
      ...searchShifted(output, haystack, facts),
      ...searchPath(path, haystack, facts),
      ...searchSurplus(unread, haystack, behind),
      ...shiftedTexts(pixels.unread).flatMap((text) => searchText(text, haystack, behind)),
      ...checkLooseUIDs(unread, facts, behind),
      ...searchCoded(pixels.coded, long),
      ...sameValues(output, whole, facts),
      ...ownNamesInCleaned(output, facts.values, facts.cleaned ?? new Set(), facts.left),
      ...checkReferences(output, facts),
      ...missing(output, facts),
      ...pixels.findings,
    ]);
  }

  #soughtOf({ values, folderName, sharedUIDs }: SourceFacts): Sought {
    const all: readonly IdentifyingValue[] = [
      ...values,
      { kind: "FOLDER_NAME", text: folderName },
      ...sharedUIDs.map((text) => ({ kind: "UID", text } as const)),
    ];
    const name = all.map(({ kind, text }) => `${kind}${text}`).join("\0");
    const known = this.#known.get(name);
    if (known) return known;
    const needles = needlesOf(all, this.words);
    let long: Haystack | undefined;
    const sought = {
      haystack: haystackOf(needles),
      long: () => long ??= haystackOf(longNeedles(needles)),
      whole: new Set(
        values.flatMap(({ text }) => [...encodedForms(text)]).filter((form) => !dummies.has(form)),
      ),
    };
    this.#remember(name, sought, needles.reduce((sum, { form }) => sum + form.length, name.length));
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

function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((one) => [`${one.code} ${one.place}`, one])).values()];
}

/** Undefined for a file that dicom-parser cannot read. */
function read(file: ByteReader, facts: SourceFacts): OutputFile | undefined {
  try {
    return readOutput(file, facts.headerSize, facts.pixelTag);
  } catch (error) { // dicom-parser throws strings, and objects of its own
    if (error instanceof Error && /^E[A-Z]+$/.test(String(Reflect.get(error, "code")))) throw error;
    return undefined;
  }
}

/** Identifying attributes that have kept, or exchanged, their whole values. */
function sameValues(
  { header, leaves }: OutputFile,
  whole: ReadonlySet<string>,
  { left, retained }: SourceFacts,
): Finding[] {
  return leaves.flatMap((leaf): Finding[] => {
    const kind = left.has(leaf.tag) ? undefined : identifyingKind(leaf.tag, leaf.vr);
    if (!kind || (kind === "INSTITUTION" && retained.has(leaf.tag))) return [];
    const value = withoutPadding(header.slice(leaf.start, leaf.end));
    return value !== "" && whole.has(value) ? [{ code: kind, place: pathOf(leaf) }] : [];
  });
}

/**
 * The path is made of the three UIDs, with the file's number behind where two files share them.
 * One that is names the image and nothing else; in any other one terms are looked for.
 */
function searchPath(path: string, haystack: Haystack, { uids }: SourceFacts): Finding[] {
  const [study, series, instance] = uids;
  const own = `${study}/${series}/${instance}.dcm`;
  const isRight = path === own || (path.startsWith(own) && /^\.\d+$/.test(path.slice(own.length)));
  if (isRight) return [];
  const place = "the file's name";
  return [...searchText(path.toLowerCase(), haystack, place), { code: "UID", place }];
}

function missing({ elements }: OutputFile, { required, left, rules }: SourceFacts): Finding[] {
  return required.filter((tag) => {
    const element = elements.get(tag);
    const isRuled = left.has(tag) || rules.removed.has(tag);
    return !isRuled && (!element || element.length === 0);
  }).map((tag) => ({ code: "TYPE_1", place: tagText(tag) }));
}
