import { Buffer } from "node:buffer";
import { deflateRawSync } from "node:zlib";

/** An element as a test writes it; a sequence holds items. */
export interface PlainElement {
  readonly tag: number;
  readonly vr: string;
  readonly value: Uint8Array | readonly (readonly PlainElement[])[];
}

export interface PlainEncoding {
  readonly transferSyntaxUID: string;
  readonly explicitVR: boolean;
  readonly littleEndian: boolean;
  readonly undefinedLength: boolean;
  readonly deflated: boolean;
}

const usual = { explicitVR: true, littleEndian: true, undefinedLength: false, deflated: false };

/** The encodings of native data sets (PS3.5 A), sequences with and without a length. */
export const plainEncodings: Readonly<Record<string, PlainEncoding>> = {
  explicit: { ...usual, transferSyntaxUID: "1.2.840.10008.1.2.1" },
  implicit: { ...usual, transferSyntaxUID: "1.2.840.10008.1.2", explicitVR: false },
  bigEndian: { ...usual, transferSyntaxUID: "1.2.840.10008.1.2.2", littleEndian: false },
  deflated: { ...usual, transferSyntaxUID: "1.2.840.10008.1.2.1.99", deflated: true },
  undefinedLength: { ...usual, transferSyntaxUID: "1.2.840.10008.1.2.1", undefinedLength: true },
};

const longVRs = new Set("OB OD OF OL OV OW SQ SV UC UN UR UT UV".split(" "));
const words: Readonly<Record<string, number>> = {
  AT: 2,
  OW: 2,
  SS: 2,
  US: 2,
  FL: 4,
  OF: 4,
  OL: 4,
  SL: 4,
  UL: 4,
  FD: 8,
  OD: 8,
  OV: 8,
  SV: 8,
  UV: 8,
};
const undefinedLength = 0xffffffff;

/** Pixel data of no image in particular, for one that must have some. */
export const somePixels: PlainElement = { tag: 0x7fe00010, vr: "OB", value: Uint8Array.of(7, 7) };

/** Encodes elements, in tag order; values are given in little endian (PS3.5 7). */
export function encodeDataSet(
  elements: readonly PlainElement[],
  encoding: PlainEncoding,
): Uint8Array {
  const sorted = [...elements].sort((a, b) => a.tag - b.tag);
  return Buffer.concat(sorted.map((element) => encodeElement(element, encoding)));
}

/** What of a file is not its data set; zeros and nothing where it does not matter. */
export interface Surroundings {
  readonly preamble: Uint8Array;
  readonly meta: readonly PlainElement[];
  readonly behind: Uint8Array;
}

/** A whole file (PS3.10 7): preamble, file meta, data set, and bytes behind it. */
export function encodeFile(
  elements: readonly PlainElement[],
  encoding: PlainEncoding,
  around: Partial<Surroundings> = {},
): Uint8Array {
  const { explicit } = plainEncodings;
  if (!explicit) throw new TypeError("explicit is one of the encodings");
  const { preamble = new Uint8Array(128), meta = [], behind = new Uint8Array(0) } = around;
  const transferSyntax = ascii(0x00020010, "UI", encoding.transferSyntaxUID);
  const group = encodeDataSet([...meta, transferSyntax], explicit);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(group.length);
  const plain = Buffer.concat([encodeDataSet(elements, encoding), behind]);
  return Buffer.concat([
    preamble,
    Buffer.from("DICM"),
    encodeElement({ tag: 0x00020000, vr: "UL", value: length }, explicit),
    group,
    encoding.deflated ? deflateRawSync(plain) : plain,
  ]);
}

/** An element of text in ASCII. */
export function ascii(tag: number, vr: string, text: string): PlainElement {
  return { tag, vr, value: Buffer.from(text, "latin1") };
}

function encodeElement({ tag, vr, value }: PlainElement, encoding: PlainEncoding): Uint8Array {
  if (value instanceof Uint8Array) {
    const padding = Buffer.alloc(value.length % 2, vr === "UI" || vr === "OB" ? 0 : " ");
    const even = Buffer.concat([value, padding]);
    const size = words[vr] ?? 1;
    if (!encoding.littleEndian && size > 1) {
      for (let at = 0; at < even.length; at += size) even.subarray(at, at + size).reverse();
    }
    return Buffer.concat([head(tag, vr, even.length, encoding), even]);
  }
  const items = value.map((elements) => {
    const content = encodeDataSet(elements, encoding);
    return encoding.undefinedLength
      ? [
        head(0xfffee000, "", undefinedLength, encoding),
        content,
        head(0xfffee00d, "", 0, encoding),
      ]
      : [head(0xfffee000, "", content.length, encoding), content];
  }).flat();
  const content = Buffer.concat(items);
  return encoding.undefinedLength
    ? Buffer.concat([
      head(tag, vr, undefinedLength, encoding),
      content,
      head(0xfffee0dd, "", 0, encoding),
    ])
    : Buffer.concat([head(tag, vr, content.length, encoding), content]);
}

function head(tag: number, vr: string, length: number, encoding: PlainEncoding): Uint8Array {
  const { littleEndian, explicitVR } = encoding;
  const writesVR = explicitVR && vr !== "";
  const bytes = Buffer.alloc(writesVR && longVRs.has(vr) ? 12 : 8);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  view.setUint16(0, tag >>> 16, littleEndian);
  view.setUint16(2, tag & 0xffff, littleEndian);
  if (writesVR) bytes.write(vr, 4, "latin1");
  if (writesVR && bytes.length === 8) view.setUint16(6, length, littleEndian);
  else view.setUint32(bytes.length - 4, length, littleEndian);
  return bytes;
}
