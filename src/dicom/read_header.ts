import { SkippedFileError } from "../errors.ts";
import { type ByteReader, ByteWindow } from "./byte_window.ts";
import { detectEncoding, notDicom } from "./detect_encoding.ts";
import type { Element, Encoding } from "./element.ts";
import { fileReader, inflatingReader } from "./file_reader.ts";
import { Header } from "./header.ts";
import { isPixelData } from "./fragments.ts";
import { latinText } from "./latin_text.ts";
import {
  deflatedLittleEndian,
  encodingOf,
  isUID,
  isUncompressed,
  transferSyntaxOf,
} from "./transfer_syntax.ts";
import { Walker } from "./walk.ts";

const transferSyntaxTag = 0x00020010;
const preambleSize = 128;
/** Holds the whole header of most images. */
const firstWindow = 64 << 10;

/**
 * Reads the header of a DICOM file (PS3.10), with or without preamble and file meta, in every
 * encoding of PS3.5. The file stays open and belongs to the caller, who may know what it is
 * already: asking takes time. Throws SkippedFileError.
 */
export function readHeader(
  file: Deno.FsFile,
  { size, isFile }: Pick<Deno.FileInfo, "size" | "isFile"> = file.statSync(),
): Header {
  if (!isFile) throw new SkippedFileError("NOT_A_FILE", "it is not a regular file");
  if (size === 0) throw new SkippedFileError("EMPTY_FILE", "it has no content");
  const reader = fileReader(file, size);
  const window = new ByteWindow(reader, Math.min(firstWindow, size));
  const metaStart = startOfMeta(window);
  const meta = metaStart === undefined ? [] : new Walker(window).fileMeta(metaStart);
  const start = meta.at(-1)?.end ?? metaStart ?? 0;
  const declared = declaredSyntax(window, meta);
  if (declared === deflatedLittleEndian) {
    const reopen = (): ByteReader => inflatingReader(fileReader(file, size), start);
    const inflated = new ByteWindow(reopen(), start + firstWindow);
    return readDataSet(inflated, start, meta, declared, size, reopen);
  }
  return readDataSet(window, start, meta, declared, size, () => fileReader(file, size));
}

function readDataSet(
  window: ByteWindow,
  start: number,
  meta: readonly Element[],
  declared: string | undefined,
  size: number,
  reopen: () => ByteReader,
): Header {
  const encoding = detectEncoding(window, start) ?? encodingWithMeta(meta, declared);
  const elements = new Walker(window).dataSet(start, encoding);
  if (elements.length === 0) {
    throw new SkippedFileError("TRUNCATED", "the file ends before its data set");
  }
  const real = realTransferSyntax(declared, encoding, elements);
  return new Header(window, meta, elements, encoding, real, size, reopen);
}

/** A file with a meta group is DICOM even if its first element is an unusual one. */
function encodingWithMeta(meta: readonly Element[], declared: string | undefined): Encoding {
  if (meta.length === 0) throw notDicom();
  return encodingOf(declared ?? "");
}

/**
 * The transfer syntax the data set is in, whatever the file declares. Throws SkippedFileError
 * MALFORMED for compressed pixel data of which nobody says how.
 */
function realTransferSyntax(
  declared: string | undefined,
  encoding: Encoding,
  elements: readonly Element[],
): string {
  const { littleEndian, explicitVR } = encodingOf(declared ?? "");
  const agrees = littleEndian === encoding.littleEndian && explicitVR === encoding.explicitVR;
  const believed = declared !== undefined && agrees ? declared : transferSyntaxOf(encoding);
  const pixels = elements.findLast(({ tag }) => isPixelData(tag));
  if (!pixels) return believed;
  const isEncapsulated = pixels.end !== pixels.valueEnd;
  if (isEncapsulated && isUncompressed(believed)) {
    throw new SkippedFileError(
      "MALFORMED",
      "its pixel data are compressed, but its transfer syntax says that they are not",
    );
  }
  return isEncapsulated || isUncompressed(believed) ? believed : transferSyntaxOf(encoding);
}

/** After the preamble and `DICM`; at 0 in files that lack both (PS3.10 7.1). */
function startOfMeta(window: ByteWindow): number | undefined {
  const afterMagic = preambleSize + 4;
  if (window.has(preambleSize, afterMagic) && window.uint32(preambleSize, false) === 0x4449434d) {
    return afterMagic;
  }
  if (window.has(0, 8) && window.uint16(0, true) === 2) return 0;
  return undefined;
}

function declaredSyntax(window: ByteWindow, meta: readonly Element[]): string | undefined {
  const element = meta.find(({ tag }) => tag === transferSyntaxTag);
  if (!element) return undefined;
  const value = window.bytes(element.valueStart, element.valueEnd);
  const uid = latinText(value).replace(/[\0 ]+$/, "");
  return isUID(uid) ? uid : undefined;
}
