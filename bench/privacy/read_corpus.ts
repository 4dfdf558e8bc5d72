import { fileURLToPath } from "node:url";

/** The hand-written parts of the benchmark, as `README.md` describes them. */
export interface Corpus {
  readonly people: readonly Person[];
  readonly sites: readonly Site[];
  readonly staff: readonly Staff[];
  readonly devices: readonly Device[];
  /** By heading: `MR SIEMENS` for series, `study MR` for studies, `ImageComments` for comments. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
  /** Elements of every image. */
  readonly everywhere: readonly KeyLine[];
  readonly byModality: ReadonlyMap<string, readonly KeyLine[]>;
}

export interface Person {
  readonly family: string;
  readonly given: string;
  readonly middle: string;
  readonly prefix: string;
  readonly sex: string;
  readonly charset: string;
}

export interface Site {
  readonly name: string;
  readonly short: string;
  readonly street: string;
  readonly city: string;
}

export interface Staff {
  readonly family: string;
  readonly given: string;
}

export interface Device {
  readonly modality: string;
  readonly vendor: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly software: string;
  readonly sopClass: string;
  readonly imageType: string;
}

/** One element and what a de-identifier should do with it. */
export interface KeyLine {
  readonly path: string;
  readonly vr: string;
  readonly value: string;
  readonly actions: readonly string[];
}

export const corpusFolder = fileURLToPath(new URL("corpus", import.meta.url));

/** Reads the corpus. Throws a TypeError for a line that does not have its columns. */
export function readCorpus(): Corpus {
  const [sites, staff] = sections("sites.txt", "sites");
  const people = lines("people.txt").map((line) => {
    const [family, given, middle, prefix, sex, charset] = columns(line, "|", 6);
    return { family, given, middle, prefix, sex, charset };
  });
  return {
    people,
    sites: (sites?.[1] ?? []).map((line) => {
      const [name, short, street, city] = columns(line, "|", 4);
      return { name, short, street, city };
    }),
    staff: (staff?.[1] ?? []).map((line) => {
      const [family, given] = columns(line, "|", 2);
      return { family, given };
    }),
    devices: lines("devices.txt").map((line) => {
      const [modality, vendor, ...rest] = columns(line, "|", 7);
      const [manufacturer, model, software, sopClass, imageType] = rest;
      return { modality, vendor, manufacturer, model, software, sopClass, imageType };
    }),
    texts: readTexts(),
    everywhere: lines("key_all.tsv").map(keyLine),
    byModality: readModalities(),
  };
}

function readModalities(): Map<string, KeyLine[]> {
  const all = new Map<string, KeyLine[]>();
  for (const line of lines("key_modalities.tsv")) {
    const tab = line.indexOf("\t");
    const modality = line.slice(0, tab);
    all.set(modality, [...all.get(modality) ?? [], keyLine(line.slice(tab + 1))]);
  }
  return all;
}

function readTexts(): Map<string, readonly string[]> {
  const series = [
    ...prefixed("MR ", sections("series_mr.txt")),
    ...prefixed("CT ", sections("series_ct.txt")),
    ...sections("series_other.txt"),
  ];
  return new Map([
    ...series,
    ...prefixed("study ", sections("studies.txt")),
    ...sections("comments.txt"),
  ]);
}

type Section = [heading: string, lines: string[]];

function prefixed(prefix: string, all: readonly Section[]): Section[] {
  return all.map(([heading, texts]) => [prefix + heading, texts]);
}

/** Lines under headings `= heading`; those before the first one are under `first`. */
function sections(file: string, first = ""): Section[] {
  const all: Section[] = [[first, []]];
  for (const line of lines(file)) {
    if (line.startsWith("= ")) all.push([line.slice(2), []]);
    else all.at(-1)?.[1].push(line);
  }
  return all.filter(([, texts]) => texts.length > 0);
}

function lines(file: string): string[] {
  return Deno.readTextFileSync(`${corpusFolder}/${file}`).split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
}

function keyLine(line: string): KeyLine {
  const [path, vr, value, actions] = columns(line, "\t", 4);
  return { path, vr, value, actions: actions.split(" ").filter((action) => action !== "") };
}

function columns<const N extends number>(line: string, by: string, count: N): Columns<N> {
  const values = line.split(by);
  if (values.length !== count) throw new TypeError(`${count} columns expected: ${line}`);
  return values as Columns<N>;
}

type Columns<N extends number, T extends string[] = []> = T["length"] extends N ? T
  : Columns<N, [...T, string]>;
