import dicomParser, { type DataSet } from "dicom-parser";
import iconv from "iconv-lite";
import { Buffer } from "node:buffer";
import {
  ascii,
  encodeFile,
  type PlainElement,
  type PlainEncoding,
  type Surroundings,
} from "../dicom/encode_data_set.ts";
import { pick, type Random } from "../random_numbers.ts";
import { identity, type Person } from "./identified_source.ts";

/** An output into which one identifying value was put back. */
export interface Sabotaged {
  /** What and where, for the message of a test. */
  readonly what: string;
  readonly bytes: Uint8Array;
  readonly path: string;
}

/** An honest output of explicit little endian, as elements that can be written in any encoding. */
export function elementsOf(bytes: Uint8Array): PlainElement[] {
  return plain(dicomParser.parseDicom(bytes)).filter(({ tag }) => tag >>> 16 !== 2);
}

function plain({ elements, byteArray }: DataSet): PlainElement[] {
  return Object.values(elements).flatMap((element): PlainElement[] => {
    const tag = parseInt(element.tag.slice(1), 16);
    const { vr = "UN", dataOffset, length, items } = element;
    if (tag >>> 16 === 0xfffe) return [];
    const value = items
      ? items.map(({ dataSet }) => dataSet ? plain(dataSet) : [])
      : byteArray.subarray(dataOffset, dataOffset + length);
    return [{ tag, vr, value }];
  });
}

/** Writes elements as an output is written: its file meta name the instance. */
export function outputFile(
  elements: readonly PlainElement[],
  encoding: PlainEncoding,
  around: Partial<Surroundings> = {},
): Uint8Array {
  const instance = elements.find(({ tag }) => tag === 0x00080018)?.value;
  if (!(instance instanceof Uint8Array)) throw new TypeError("an output has a SOPInstanceUID");
  const meta = [{ tag: 0x00020003, vr: "UI", value: instance }, ...around.meta ?? []];
  return encodeFile(elements, encoding, { ...around, meta });
}

const charsets = ["utf8", "iso88591", "iso88595", "iso88597", "gb18030", "euckr", "utf-16le"];
const texts: readonly (readonly [tag: number, vr: string])[] = [
  [0x00081030, "LO"],
  [0x0008103e, "LO"],
  [0x00181030, "LO"],
  [0x00104000, "LT"],
  [0x00204000, "LT"],
  [0x00081010, "SH"],
  [0x00100010, "PN"],
  [0x00081070, "PN"],
  [0x00080070, "LO"],
  [0x00180024, "SH"],
  [0x00321060, "LO"],
  [0x00189004, "CS"],
];

/** Puts one identifying value back at a random place of an honest output. */
export function sabotage(
  honest: readonly PlainElement[],
  path: string,
  person: Person,
  encoding: PlainEncoding,
  random: Random,
): Sabotaged {
  const [name, value] = pick(valuesOf(person), random);
  const written = value === identity.study ? value : inAnotherCase(value, random);
  const charset = pick(charsetsOf(written, person), random);
  const bytes = iconv.encode(around(written, random), charset);
  const [place, make] = pick(Object.entries(places), random);
  const { elements = honest, ...rest } = make({ honest, bytes, path, written, random });
  const { path: newPath = path, ...surroundings } = rest;
  return {
    what: `${name} of ${person.family} in ${place}, ${charset}, ${encoding.transferSyntaxUID}`,
    bytes: outputFile(elements, encoding, surroundings),
    path: newPath,
  };
}

interface Place {
  readonly honest: readonly PlainElement[];
  readonly bytes: Uint8Array;
  readonly path: string;
  readonly written: string;
  readonly random: Random;
}

interface Change extends Partial<Surroundings> {
  readonly elements?: readonly PlainElement[];
  readonly path?: string;
}

const places: Readonly<Record<string, (place: Place) => Change>> = {
  "the header": ({ honest, bytes, random }) => {
    const [tag, vr] = pick(texts, random);
    return { elements: put(honest, { tag, vr, value: bytes }) };
  },
  "a sequence": ({ honest, bytes, random }) => {
    const [tag, vr] = pick(texts, random);
    const depth = 1 + random(4);
    let inside: PlainElement = { tag, vr, value: bytes };
    for (let level = 0; level < depth; level++) {
      inside = { tag: 0x0040a730, vr: "SQ", value: [[ascii(0x0040a040, "CS", "TEXT")], [inside]] };
    }
    return { elements: put(honest, inside) };
  },
  "a private element": ({ honest, bytes, random }) => {
    const vr = pick(["LO", "UN", "OB", "UT"], random);
    const creator = ascii(0x00290010, "LO", "MAKER");
    return { elements: [...honest, creator, { tag: 0x00291001, vr, value: bytes }] };
  },
  "a private sequence": ({ honest, bytes }) => {
    const inside = { tag: 0x00291001, vr: "LO", value: bytes };
    const creator = ascii(0x00290010, "LO", "MAKER");
    return { elements: [...honest, creator, { tag: 0x00291002, vr: "SQ", value: [[inside]] }] };
  },
  "the file meta": ({ bytes, random }) => {
    const [tag, vr] = pick([[0x00020016, "AE"], [0x00020102, "OB"]] as const, random);
    return { meta: [{ tag, vr, value: bytes }] };
  },
  "the preamble": ({ bytes }) => {
    const preamble = Buffer.alloc(128);
    preamble.set(bytes.subarray(0, 100), 3);
    return { preamble };
  },
  "bytes behind the pixels": ({ bytes }) => ({
    behind: Buffer.concat([Buffer.from("fcfffcff4f420000", "hex"), lengthOf(bytes), bytes]),
  }),
  "pixels nobody needs": ({ honest, bytes }) => ({
    elements: put(honest, {
      tag: 0x7fe00010,
      vr: "OB",
      value: Buffer.concat([Buffer.alloc(16, 7), bytes]),
    }),
  }),
  "the file's name": ({ path, written }) => ({
    path: path.replace(/[^/]+$/, `${written.replaceAll("/", "-")}.dcm`),
  }),
};

function valuesOf({ family, given }: Person): [name: string, value: string][] {
  const { birthDate: date, ...others } = identity;
  return [
    ...Object.entries(others),
    ["birth date", date],
    ["birth date", `${date.slice(6)}.${date.slice(4, 6)}.${date.slice(0, 4)}`],
    ["birth date", `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`],
    ["family name", family],
    ["given name", given],
    ["name", `${family}^${given}`],
    ["name", `${given} ${family}`],
    ["name", `${family}, ${given}`],
    ["name", `${given}${family}`],
  ];
}

function charsetsOf(value: string, { encoding }: Person): string[] {
  const fitting = charsets.filter((one) => iconv.decode(iconv.encode(value, one), one) === value)
    .filter((one) => one !== "utf-16le" || value.length >= 5);
  return [...fitting, encoding].filter((one) =>
    iconv.decode(iconv.encode(value, one), one) === value
  );
}

function inAnotherCase(value: string, random: Random): string {
  const [same, upper, lower] = [value, value.toUpperCase(), value.toLowerCase()];
  return pick([same, same, upper, lower], random);
}

/** By itself, or in a sentence. */
function around(value: string, random: Random): string {
  return pick(
    [value, value, `see ${value}`, `${value} again`, `(${value})`, `x_${value}_1`],
    random,
  );
}

function put(elements: readonly PlainElement[], element: PlainElement): PlainElement[] {
  return [...elements.filter(({ tag }) => tag !== element.tag), element];
}

function lengthOf(bytes: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return length;
}
