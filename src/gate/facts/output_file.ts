import type { ByteReader } from "../../dicom/read/byte_window.ts";
import * as Tag from "../../dicom/tag.ts";
import { EarlierOutput } from "./earlier_output.ts";
import type { IdentifyingLeaf, Leaf, OutputElement, Reference } from "./output_element.ts";
import { type ParsedOutput, parseOutput } from "./parse_output.ts";
import { folded } from "./text_encodings.ts";

/** An output as it is on the disk, read by a parser that is independent of the writer. */
export interface OutputFile {
  /** The top-level elements of data set and file meta information, by tag. */
  readonly elements: ReadonlyMap<number, OutputElement>;
  /** In the order of the file, including those in items, without the pixel data. */
  readonly leaves: readonly Leaf[];
  /** As for an element; of all elements. */
  readonly references: readonly Reference[];
  readonly identifying: readonly IdentifyingLeaf[];
  readonly accented: readonly Leaf[];
  /** All bytes before the pixel data, as Latin-1 in lower case. */
  readonly header: string;
  readonly pixels: OutputElement | undefined;
  readonly isLittleEndian: boolean;
  /** In bytes; of the inflated stream if the file is deflated. */
  readonly size: number;
  /** Reads bytes at any offset; returns fewer at the end of the file. */
  readonly bytes: (from: number, length: number) => Uint8Array;
  /** For the next output; undefined if its header is long. */
  readonly earlier: EarlierOutput | undefined;
}

/** An output with a longer header is not read; its image is held back. */
const mostLoaded = 512 << 20;
/** A longer header is not kept for the next output. */
const mostKept = 1 << 20;
const [closeTogether, mostAhead] = [512, 64 << 10];

/**
 * Reads the header of an output from the disk: `headerSize` bytes first, then more if it is longer.
 * The header ends at `pixelTag`; undefined if the image has no pixel data. What the `earlier`
 * output had too is not parsed again. Throws what dicom-parser throws for a file that it cannot
 * read.
 */
export function readOutput(
  file: ByteReader,
  headerSize: number,
  pixelTag: number | undefined,
  earlier?: EarlierOutput,
): OutputFile {
  const { size } = file;
  const bytes = bytesOf(file);
  const until = nameOf(pixelTag ?? Tag.PixelData);
  const most = Math.min(size, mostLoaded);
  for (let window = Math.min(headerSize, most);; window = Math.min(window * 4, most)) {
    try {
      const parsed = parseOutput(bytes(0, window), until, mostLoaded, earlier);
      if (!parsed.isWhole && window < most) continue;
      if (!parsed.isWhole) throw new RangeError("the file ends inside an element");
      return outputOf(parsed, pixelTag ?? Tag.PixelData, size, bytes);
    } catch (error) {
      if (window >= most) throw error;
    }
  }
}

function outputOf(
  { elements, stream, isDeflated, isLittleEndian, transferSyntaxUID }: ParsedOutput,
  pixelTag: number,
  size: number,
  bytes: OutputFile["bytes"],
): OutputFile {
  const byTag = new Map<number, OutputElement>();
  for (const one of elements) byTag.set(one.tag, one);
  const pixels = byTag.get(pixelTag);
  const before = pixels ? elements.filter((one) => one !== pixels) : elements;
  const end = pixels ? pixels.dataOffset : stream.length;
  return {
    elements: byTag,
    pixels,
    isLittleEndian,
    ...joined(before),
    header: folded(stream.subarray(0, end)),
    size: isDeflated ? stream.length : size,
    bytes: (from, length) =>
      isDeflated || from + length <= stream.length
        ? stream.subarray(from, from + length)
        : bytes(from, length),
    earlier: stream.length <= mostKept
      ? new EarlierOutput(stream, before, transferSyntaxUID)
      : undefined,
  };
}

/** The leaves of all elements, and what the checks need of them. */
function joined(
  elements: readonly OutputElement[],
): Pick<OutputFile, "leaves" | "references" | "identifying" | "accented"> {
  const leaves: Leaf[] = [];
  const references: Reference[] = [];
  const identifying: IdentifyingLeaf[] = [];
  const accented: Leaf[] = [];
  for (const element of elements) {
    for (const leaf of element.leaves) leaves.push(leaf);
    for (const one of element.references) references.push(one);
    for (const one of element.identifying) identifying.push(one);
    for (const leaf of element.accented) accented.push(leaf);
  }
  return { leaves, references, identifying, accented };
}

/** Short pieces that are close together, as the heads of a million fragments, are read together. */
function bytesOf(file: ByteReader): OutputFile["bytes"] {
  let [start, end] = [0, 0];
  let ahead = new Uint8Array(0);
  return (from, length) => {
    const isNear = Math.abs(from - end) < closeTogether && length < closeTogether;
    end = from + length;
    if (!isNear) return readBytes(file, from, length);
    if (from < start || end > start + ahead.length) {
      start = from;
      ahead = readBytes(file, from, mostAhead);
    }
    return ahead.subarray(from - start, end - start);
  };
}

function readBytes(file: ByteReader, from: number, length: number): Uint8Array<ArrayBuffer> {
  const buffer = new Uint8Array(Math.max(0, Math.min(length, file.size - from)));
  let filled = 0;
  for (let count = 1; count > 0 && filled < buffer.length; filled += count) {
    count = file.readAt(buffer.subarray(filled), from + filled);
  }
  return buffer.subarray(0, filled);
}

/** dicom-parser's name of a tag: `x7fe00010`. */
function nameOf(tag: number): string {
  return `x${tag.toString(16).padStart(8, "0")}`;
}

/** Index of the first leaf that ends after a byte; the leaves must be in the order of the file. */
export function leafIndex(leaves: readonly Leaf[], at: number): number {
  let [from, to] = [0, leaves.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((leaves[middle]?.end ?? Infinity) <= at) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The leaf whose value contains a byte. */
export function leafAt(leaves: readonly Leaf[], at: number): Leaf | undefined {
  const leaf = leaves[leafIndex(leaves, at)];
  return leaf && at >= leaf.start ? leaf : undefined;
}
