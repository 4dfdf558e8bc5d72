import dicomParser, { type ByteStream, type Element } from "dicom-parser";
import { inflateRawSync } from "node:zlib";
import { impliedVR } from "../../dicom/dictionary.ts";
import { undefinedLength } from "../../dicom/element.ts";
import * as Tag from "../../dicom/tag.ts";
import { type EarlierElements, type EarlierOutput, noElements } from "./earlier_output.ts";
import { type OutputElement, outputElement } from "./output_element.ts";

const { bigEndianByteArrayParser: bigEndian, littleEndianByteArrayParser: littleEndian } =
  dicomParser;
const implicitLittleEndian = "1.2.840.10008.1.2";
const explicitBigEndian = "1.2.840.10008.1.2.2";
const deflated = "1.2.840.10008.1.2.1.99";
/** VRs with a 32-bit length (PS3.5 7.1.2) that dicom-parser does not know. */
const unknownLongVRs = new Set(["OV", "SV", "UV"]);

/**
 * Replaces VRs that dicom-parser does not know by a known one with the same layout, at every depth.
 */
class OutputStream extends dicomParser.ByteStream {
  override readFixedString = (length: number): string => {
    const text = dicomParser.readFixedString(this.byteArray, this.position, length);
    this.seek(length);
    return length === 2 && unknownLongVRs.has(text) ? "OW" : text;
  };
}

/** The elements of an output, and the bytes they were parsed from. */
export interface ParsedOutput {
  /** In the order of the file. */
  readonly elements: readonly OutputElement[];
  readonly transferSyntaxUID: string;
  /** Inflated if the file is deflated. */
  readonly stream: Uint8Array;
  readonly isDeflated: boolean;
  readonly isLittleEndian: boolean;
  /** Whether parsing reached the element `until` or the end of the stream. */
  readonly isWhole: boolean;
}

/**
 * Parses a DICOM file with dicom-parser, up to the element `until` or to the end. An element with
 * the bytes of the `earlier` file is not parsed again. Throws what dicom-parser throws for bytes
 * that it cannot read, and errors of zlib.
 */
export function parseOutput(
  bytes: Uint8Array,
  until: string,
  mostInflated: number,
  earlier?: EarlierOutput,
): ParsedOutput {
  const start = endOfMeta(bytes);
  const cursor = earlier?.elements() ?? noElements;
  const elements = readMeta(bytes.subarray(0, start), cursor);
  const syntaxAt = elements.find(({ tag }) => tag === Tag.TransferSyntaxUID);
  const syntax = syntaxAt
    ? dicomParser.readFixedString(bytes, syntaxAt.dataOffset, syntaxAt.length)
    : "";
  const isDeflated = syntax === deflated;
  const stream = isDeflated ? inflate(bytes, start, mostInflated) : bytes;
  const parser = syntax === explicitBigEndian ? bigEndian : littleEndian;
  const reader = new OutputStream(parser, stream, start);
  reader.warnings = [];
  const untilTag = parseInt(until.slice(1), 16);
  const known = syntax === earlier?.transferSyntaxUID ? cursor : noElements;
  const read = syntax === implicitLittleEndian
    ? () => dicomParser.readDicomElementImplicit(reader, until, (tag) => implicitVR(reader, tag))
    : () => dicomParser.readDicomElementExplicit(reader, reader.warnings, until);
  while (reader.position < stream.length) {
    elements.push(readElement(reader, stream, known, read));
    if (elements.at(-1)?.tag === untilTag) break;
  }
  const isWhole = elements.at(-1)?.tag === untilTag || reader.position === stream.length;
  return {
    elements,
    transferSyntaxUID: syntax,
    stream,
    isDeflated,
    isWhole,
    isLittleEndian: parser === littleEndian,
  };
}

function readElement(
  reader: ByteStream,
  stream: Uint8Array,
  earlier: EarlierElements,
  read: () => Element,
): OutputElement {
  const start = reader.position;
  const known = earlier.take(stream, start);
  if (known) {
    reader.position = known.end;
    return known;
  }
  const element = outputElement(read(), stream, start, reader.position);
  earlier.skip(element.tag);
  return element;
}

/** Group 0002, which is in explicit VR little endian (PS3.10 7.1). */
function readMeta(bytes: Uint8Array, earlier: EarlierElements): OutputElement[] {
  if (dicomParser.readFixedString(bytes, 128, 4) !== "DICM") throw new RangeError("no DICM prefix");
  const reader = new OutputStream(littleEndian, bytes, 132);
  const elements: OutputElement[] = [];
  while (reader.position < bytes.length) {
    const element = readElement(
      reader,
      bytes,
      earlier,
      () => dicomParser.readDicomElementExplicit(reader, []),
    );
    if (element.tag >>> 16 > 2) break;
    elements.push(element);
  }
  return elements;
}

/** Calculated from FileMetaInformationGroupLength, the first element after `DICM` (PS3.10 7.1). */
function endOfMeta(bytes: Uint8Array): number {
  const { readUint16, readUint32 } = littleEndian;
  const isThere = readUint16(bytes, 132) === 0x0002 && readUint16(bytes, 134) === 0x0000;
  if (!isThere) throw new RangeError("the file meta information has no group length");
  return 144 + readUint32(bytes, 140);
}

/**
 * The VR of the implicit VR element whose tag was just read, so that dicom-parser does not guess it
 * from the first bytes of the value. An element of undefined length is a sequence.
 */
function implicitVR({ byteArrayParser, byteArray, position }: ByteStream, tag: string): string {
  const length = byteArrayParser.readUint32(byteArray, position);
  return length === undefinedLength ? "SQ" : impliedVR(parseInt(tag.slice(1), 16));
}

/** The inflated stream of a deflated file; only the data set is deflated (PS3.5 A.5). */
function inflate(bytes: Uint8Array, from: number, most: number): Uint8Array {
  const plain = inflateRawSync(bytes.subarray(from), { maxOutputLength: most });
  const all = new Uint8Array(from + plain.length);
  all.set(bytes.subarray(0, from));
  all.set(plain, from);
  return all;
}
