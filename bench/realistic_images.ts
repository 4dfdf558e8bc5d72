import { Buffer } from "node:buffer";
import {
  ascii,
  encodeFile,
  type PlainElement,
  type PlainEncoding,
  plainEncodings,
} from "../test/support/dicom/encode_data_set.ts";
import { parseElements } from "../test/support/dicom/parse_elements.ts";

const parts = new Map(
  Deno.readTextFileSync(new URL("./realistic_headers.txt", import.meta.url)).split(/^= /m).slice(1)
    .map((part) => {
      const [name = "", ...lines] = part.split("\n");
      return [name, lines.join("\n")] as const;
    }),
);
const root = "1.3.12.2.1107.5.2.43.166127.30000024031206453917.0";
const jpegBaseline = "1.2.840.10008.1.2.4.50";

/** The place of an image in a load. */
export interface Place {
  /** The number of its folder, which is one study. */
  readonly study: number;
  /** From 1. */
  readonly image: number;
}

/** An image of 16-bit pixels with the header of these parts of `realistic_headers.txt`. */
export function pixelImage(
  names: readonly string[],
  place: Place,
  rows: number,
  columns: number,
  more: readonly PlainElement[] = [],
): Uint8Array {
  return file([
    ...headerOf([...names, "pixels"], place),
    ...more,
    us(0x00280010, rows),
    us(0x00280011, columns),
    { tag: 0x7fe00010, vr: "OW", value: pixels(rows * columns * 2, place.image) },
  ]);
}

/** 60 KB of private data as they are in the headers of MR images: numbers, names, zeros. */
export function mrPrivateData(): PlainElement[] {
  return [
    { tag: 0x00291010, vr: "OB", value: privateBytes(13 << 10) },
    { tag: 0x00291020, vr: "OB", value: privateBytes(47 << 10) },
  ];
}

/** A cine of ultrasound: compressed frames of 40 KB, whose headers are those of JPEG baseline. */
export function cine(place: Place, frames: number): Uint8Array {
  const { explicit } = plainEncodings;
  if (!explicit) throw new TypeError("there is an explicit encoding");
  const header = encode([
    ...headerOf(["common", "US"], place),
    us(0x00280002, 3),
    ascii(0x00280004, "CS", "YBR_FULL_422"),
    us(0x00280010, 480),
    us(0x00280011, 640),
    us(0x00280100, 8),
    us(0x00280101, 8),
    us(0x00280102, 7),
    us(0x00280103, 0),
  ], { ...explicit, transferSyntaxUID: jpegBaseline });
  const frame = jpegFrame(40_000);
  const pixels = Array.from({ length: frames }, () => [item(frame.length), frame]).flat();
  const start = Buffer.from("e07f10004f420000ffffffff", "hex");
  const end = Buffer.from("feffdde000000000", "hex");
  return Buffer.concat([header, start, item(0), ...pixels, end]);
}

/** An enhanced image: 60 elements in items for each frame. */
export function enhancedImage(place: Place, frames: number, size: number): Uint8Array {
  const perFrame = Array.from(
    { length: frames },
    (_, at) => headerOf(["frame"], { ...place, image: at + 1 }),
  );
  return file([
    ...headerOf(["common", "enhanced CT", "pixels"], place),
    ascii(0x00280008, "IS", String(frames)),
    us(0x00280010, size),
    us(0x00280011, size),
    { tag: 0x52009230, vr: "SQ", value: perFrame },
    { tag: 0x7fe00010, vr: "OW", value: pixels(size * size * 2 * frames, 1) },
  ]);
}

function headerOf(names: readonly string[], { study, image }: Place): PlainElement[] {
  const words: Readonly<Record<string, string>> = {
    root,
    study: String(study),
    image: String(image),
    instance: `${root}.3.${study}.${image}`,
    patient: String(1000 + study),
    second: String(image % 60).padStart(2, "0"),
    number: String(image % 1_000_000).padStart(6, "0"),
  };
  const text = names.map((name) => parts.get(name) ?? "").join("\n");
  const filled = text.replaceAll(/\{(\w+)\}/g, (_, word: string) => words[word] ?? "");
  return parseElements(filled.split("\n"));
}

function file(elements: readonly PlainElement[]): Uint8Array {
  const { explicit } = plainEncodings;
  if (!explicit) throw new TypeError("there is an explicit encoding");
  return encode(elements, explicit);
}

function encode(elements: readonly PlainElement[], encoding: PlainEncoding): Uint8Array {
  const meta = elements.filter(({ tag }) => tag === 0x00080016 || tag === 0x00080018)
    .map((one) => ({ ...one, tag: one.tag === 0x00080016 ? 0x00020002 : 0x00020003 }));
  return encodeFile(elements, encoding, { meta });
}

function us(tag: number, value: number): PlainElement {
  return { tag, vr: "US", value: Uint8Array.of(value & 0xff, value >>> 8) };
}

const samples = new Map<number, Uint8Array>();

/** The same pseudo-random samples for each image of a size; the first ones differ. */
function pixels(bytes: number, image: number): Uint8Array {
  const known = samples.get(bytes) ?? noise(bytes, 0x0fff);
  samples.set(bytes, known);
  new Uint16Array(known.buffer, 0, 1)[0] = image & 0x0fff;
  return known;
}

function noise(bytes: number, mask: number): Uint8Array {
  const words = new Uint16Array(Math.ceil(bytes / 2));
  for (let at = 0, state = 1; at < words.length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    words[at] = (state >>> 16) & mask;
  }
  return new Uint8Array(words.buffer, 0, bytes);
}

function privateBytes(size: number): Uint8Array {
  const bytes = Buffer.alloc(size);
  const noisy = noise(size, 0xffff);
  for (let at = 0; at + 100 <= size; at += 100) {
    bytes.write(`Parameter${at}`, at);
    bytes.set(noisy.subarray(at, at + 24), at + 64);
  }
  return bytes;
}

/** A frame that no program of the benchmarks decodes: JPEG headers around pseudo-random bytes. */
function jpegFrame(size: number): Uint8Array {
  const head = Buffer.from(
    "ffd8ffe000104a46494600010100000100010000ffc0001108" +
      "01e0028003012200021101031101ffda000c03010002110311003f00",
    "hex",
  );
  const coded = noise(size - head.length - 2, 0x7f7f);
  return Buffer.concat([head, coded, Buffer.from("ffd9", "hex")]);
}

function item(length: number): Uint8Array {
  const head = Buffer.from("feff00e000000000", "hex");
  head.writeUInt32LE(length, 4);
  return head;
}
