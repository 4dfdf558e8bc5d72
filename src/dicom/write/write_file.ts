import { isPixelData } from "../element.ts";
import type { Header } from "../read/header.ts";
import { smallBytes, textBytes } from "../small_bytes.ts";
import * as Tag from "../tag.ts";
import { deflatedLittleEndian } from "../transfer_syntax.ts";
import { type EditedElement, tagOfEdited } from "./edited.ts";
import { encodeElement } from "./encode_element.ts";
import { type ByteSink, OutputStream, type Written } from "./output_stream.ts";
import { splice } from "./splice.ts";

const explicitLittle = { littleEndian: true, explicitVR: true };
/** The implementation class UID of this program, made once from random bits (PS3.5 B.2). */
const implementationClassUID = "2.25.214748364711180339887498948482045868343";
const metaVersion = Uint8Array.of(0, 1);
const preamble = new Uint8Array(128);
const implementationVersionName = "DICOM_INTAKE";

/** What the file meta information of an output says about its data set. */
export interface FileMeta {
  readonly sopClassUID: string | undefined;
  readonly sopInstanceUID: string;
  /** Has the encoding of the source: only compressed pixel data can be compressed otherwise. */
  readonly transferSyntaxUID: string;
}

/**
 * Writes an edited data set as a DICOM file (PS3.10 7): a preamble of zeros, new file meta
 * information, and the data set in the encoding of the source, with invalid elements repaired.
 * The size of `buffer` bounds the memory. Throws SkippedFileError, and Deno's error if the output
 * cannot be written.
 */
export function writeDicomFile(
  header: Header,
  elements: readonly EditedElement[],
  meta: FileMeta,
  file: ByteSink,
  buffer: Uint8Array,
): Written {
  const stream = new OutputStream(file, header.source(), buffer);
  stream.write(preamble);
  stream.write(textBytes("DICM"));
  for (const bytes of encodeMeta(meta)) stream.write(bytes);
  if (header.transferSyntaxUID === deflatedLittleEndian) stream.deflateFromHere();
  splice(withoutStaleOffsets(header, elements), header.encoding, stream);
  return stream.end();
}

/** Group 0002 with only the SOP class and transfer syntax of the source (PS3.10 7.1). */
function encodeMeta(
  { sopClassUID, sopInstanceUID, transferSyntaxUID }: FileMeta,
): Uint8Array[] {
  const ascii = (text: string): Uint8Array => textBytes(text);
  const elements: [tag: number, vr: string, value: Uint8Array][] = [
    [Tag.FileMetaInformationVersion, "OB", metaVersion],
    ...(sopClassUID
      ? [[Tag.MediaStorageSOPClassUID, "UI", ascii(sopClassUID)] as [number, string, Uint8Array]]
      : []),
    [Tag.MediaStorageSOPInstanceUID, "UI", ascii(sopInstanceUID)],
    [Tag.TransferSyntaxUID, "UI", ascii(transferSyntaxUID)],
    [Tag.ImplementationClassUID, "UI", ascii(implementationClassUID)],
    [Tag.ImplementationVersionName, "SH", ascii(implementationVersionName)],
  ];
  const encoded = elements.map(([tag, vr, value]) => encodeElement(tag, vr, value, explicitLittle));
  const length = smallBytes(4);
  const size = encoded.reduce((sum, element) => sum + element.length, 0);
  length[0] = size & 0xff;
  length[1] = size >>> 8;
  return [
    encodeElement(Tag.FileMetaInformationGroupLength, "UL", length, explicitLittle),
    ...encoded,
  ];
}

/** ExtendedOffsetTable and ExtendedOffsetTableLengths (PS3.3 C.7.6.3.1.8), which are optional. */
const extendedOffsets = new Set([Tag.ExtendedOffsetTable, Tag.ExtendedOffsetTableLengths]);

/** Removes the extended offset tables if padding has moved the fragments. */
function withoutStaleOffsets(
  header: Header,
  elements: readonly EditedElement[],
): readonly EditedElement[] {
  const fragments = header.elements.find(({ tag }) => isPixelData(tag))?.fragments ?? [];
  const isMoved = fragments.some(({ start, end }) => (end - start) % 2 === 1);
  return isMoved ? elements.filter((one) => !extendedOffsets.has(tagOfEdited(one))) : elements;
}
