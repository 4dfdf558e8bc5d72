import dicomParser, { type ByteStream, type Element } from "dicom-parser";
import { inflateRawSync } from "node:zlib";
import { impliedVR } from "../dicom/dictionary.ts";

const { bigEndianByteArrayParser: bigEndian, littleEndianByteArrayParser: littleEndian } =
  dicomParser;
const implicitLittleEndian = "1.2.840.10008.1.2";
const explicitBigEndian = "1.2.840.10008.1.2.2";
const deflated = "1.2.840.10008.1.2.1.99";
const transferSyntaxUID = "x00020010";
const undefinedLength = 0xffffffff;
/** VRs with a length of 32 bits (PS3.5 7.1.2) that dicom-parser does not know. */
const unknownLongVRs = new Set(["OV", "SV", "UV"]);

/** Shows dicom-parser, at every depth, a VR it knows in the place of one that is laid out alike. */
class OutputStream extends dicomParser.ByteStream {
  override readFixedString = (length: number): string => {
    const text = dicomParser.readFixedString(this.byteArray, this.position, length);
    this.seek(length);
    return length === 2 && unknownLongVRs.has(text) ? "OW" : text;
  };
}

/** The elements of an output, and the stream they lie in. */
export interface ParsedOutput {
  readonly elements: readonly Element[];
  /** Inflated, where the file is deflated. */
  readonly stream: Uint8Array;
  readonly isDeflated: boolean;
  readonly isLittleEndian: boolean;
  /** The element `until`, or the end of the stream, was reached. */
  readonly isWhole: boolean;
}

/**
 * Parses a DICOM file with dicom-parser, to the element `until` or to its end. Throws whatever
 * dicom-parser does of bytes that it cannot read, and zlib's error.
 */
export function parseOutput(bytes: Uint8Array, until: string, mostInflated: number): ParsedOutput {
  const start = endOfMeta(bytes);
  const meta = Object.values(dicomParser.readPart10Header(bytes.subarray(0, start)).elements);
  const syntaxAt = meta.find(({ tag }) => tag === transferSyntaxUID);
  const syntax = syntaxAt
    ? dicomParser.readFixedString(bytes, syntaxAt.dataOffset, syntaxAt.length)
    : "";
  const isDeflated = syntax === deflated;
  const stream = isDeflated ? inflate(bytes, start, mostInflated) : bytes;
  const parser = syntax === explicitBigEndian ? bigEndian : littleEndian;
  const reader = new OutputStream(parser, stream, start);
  reader.warnings = [];
  const elements = [...meta];
  while (reader.position < stream.length) {
    const element = syntax === implicitLittleEndian
      ? dicomParser.readDicomElementImplicit(reader, until, (tag) => implicitVR(reader, tag))
      : dicomParser.readDicomElementExplicit(reader, reader.warnings, until);
    elements.push(element);
    if (element.tag === until) break;
  }
  const isWhole = elements.at(-1)?.tag === until || reader.position === stream.length;
  return {
    ...{ elements, stream, isDeflated, isWhole },
    isLittleEndian: parser === littleEndian,
  };
}

/** By FileMetaInformationGroupLength, the first element behind `DICM` (PS3.10 7.1). */
function endOfMeta(bytes: Uint8Array): number {
  const { readUint16, readUint32 } = littleEndian;
  const isThere = readUint16(bytes, 132) === 0x0002 && readUint16(bytes, 134) === 0x0000;
  if (!isThere) throw new RangeError("the file meta have no length");
  return 144 + readUint32(bytes, 140);
}

/**
 * The VR of the element in implicit VR whose tag was just read, so that dicom-parser need not guess
 * by the value's first bytes, which may be those of an item: without a length, it is a sequence.
 */
function implicitVR({ byteArrayParser, byteArray, position }: ByteStream, tag: string): string {
  const length = byteArrayParser.readUint32(byteArray, position);
  return length === undefinedLength ? "SQ" : impliedVR(parseInt(tag.slice(1), 16));
}

/** The whole stream of a deflated file: what precedes the data set stays as it is (PS3.5 A.5). */
function inflate(bytes: Uint8Array, from: number, most: number): Uint8Array {
  const plain = inflateRawSync(bytes.subarray(from), { maxOutputLength: most });
  const all = new Uint8Array(from + plain.length);
  all.set(bytes.subarray(0, from));
  all.set(plain, from);
  return all;
}
