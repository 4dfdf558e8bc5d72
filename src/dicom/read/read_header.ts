import { SkippedFileError } from "../../model/errors.ts";
import type { FileFacts, ReadableFile } from "../../system/readable_file.ts";
import type { Element } from "../element.ts";
import * as Tag from "../tag.ts";
import { latinText, trimEndPadding } from "../text/decode_text.ts";
import { deflatedLittleEndian, encodingOf, isUID, isUnderstood } from "../transfer_syntax.ts";
import { type ByteReader, ByteWindow } from "./byte_window.ts";
import type { EarlierHeader } from "./earlier_header.ts";
import { fileReader, inflatingReader } from "./file_reader.ts";
import { Header } from "./header.ts";
import { detectEncoding, notDicom, realSyntax } from "./real_syntax.ts";
import type { Repair } from "./repairs.ts";
import { requireAllFrames } from "./require_all_frames.ts";
import { Walker } from "./walk.ts";

const preambleSize = 128;
/** Holds the whole header of most images. */
const firstWindow = 64 << 10;

/** The file meta information, and what it says about the data set. */
interface FileMetaRead {
  readonly elements: readonly Element[];
  readonly declared: string | undefined;
  readonly repairs: ReadonlySet<Repair>;
  readonly start: number;
}

/**
 * Reads the header of a DICOM file (PS3.10), with or without preamble and file meta information, in
 * every encoding of PS3.5. The file stays open and belongs to the caller. A caller that already has
 * the facts about the file can pass them to save a system call. Elements that the `earlier` header
 * has too are not read again. Throws SkippedFileError.
 */
export function readHeader(
  file: Pick<ReadableFile, "readSync" | "seekSync" | "statSync">,
  { size, isFile }: Pick<FileFacts, "size" | "isFile"> = file.statSync(),
  earlier?: EarlierHeader,
): Header {
  if (!isFile) throw new SkippedFileError("NOT_A_FILE", "it is not a regular file");
  if (size === 0) throw new SkippedFileError("EMPTY_FILE", "it has no content");
  const window = new ByteWindow(fileReader(file, size), Math.min(firstWindow, size));
  const meta = readMeta(window);
  const { declared, start } = meta;
  if (declared !== undefined && !isUnderstood(declared)) {
    throw new SkippedFileError(
      "TRANSFER_SYNTAX",
      "its transfer syntax is private, or not for files, so its pixel data cannot be interpreted",
    );
  }
  if (declared === deflatedLittleEndian) {
    const reopen = (): ByteReader => inflatingReader(fileReader(file, size), start);
    const inflated = new ByteWindow(reopen(), start + firstWindow);
    return readDataSet(inflated, meta, size, reopen);
  }
  return readDataSet(window, meta, size, () => fileReader(file, size), earlier);
}

function readDataSet(
  window: ByteWindow,
  { elements: meta, declared, start, repairs: ofMeta }: FileMetaRead,
  size: number,
  reopen: () => ByteReader,
  earlier?: EarlierHeader,
): Header {
  const expected = meta.length > 0 ? encodingOf(declared ?? "") : undefined;
  const encoding = detectEncoding(window, start, expected) ?? expected;
  if (!encoding) throw notDicom();
  const { elements, repairs: ofDataSet } = new Walker(window).dataSet(start, encoding, earlier);
  if (elements.length === 0) {
    throw new SkippedFileError("TRUNCATED", "the file ends before its data set");
  }
  const real = realSyntax(declared, encoding, elements);
  const repairs = new Set<Repair>([...ofMeta, ...ofDataSet]);
  if (real.transferSyntaxUID !== declared) repairs.add("TRANSFER_SYNTAX");
  const header = new Header(window, meta, elements, { ...real, encoding, repairs }, size, reopen);
  if (repairs.has("MISSING_DELIMITER")) requireAllFrames(header);
  return header;
}

function readMeta(window: ByteWindow): FileMetaRead {
  const metaStart = startOfMeta(window);
  const { elements, repairs: found } = metaStart === undefined
    ? { elements: [], repairs: [] }
    : new Walker(window).fileMeta(metaStart);
  const declared = declaredSyntax(window, elements);
  const start = elements.at(-1)?.end ?? metaStart ?? 0;
  const repairs = [...found].filter((repair) => repair !== "ODD_LENGTH"); // is rewritten
  return { elements, declared, start, repairs: new Set(repairs) };
}

/** The offset after the preamble and `DICM`; 0 in files without them (PS3.10 7.1). */
function startOfMeta(window: ByteWindow): number | undefined {
  const afterMagic = preambleSize + 4;
  const magic = window.load(preambleSize, afterMagic)?.uint32(preambleSize, false);
  if (magic === 0x4449434d) return afterMagic;
  return window.load(0, 8)?.uint16(0, true) === 2 ? 0 : undefined;
}

function declaredSyntax(window: ByteWindow, meta: readonly Element[]): string | undefined {
  const element = meta.find(({ tag }) => tag === Tag.TransferSyntaxUID);
  if (!element) return undefined;
  const value = window.bytes(element.valueStart, element.valueEnd);
  const uid = trimEndPadding(latinText(value));
  return isUID(uid) ? uid : undefined;
}
