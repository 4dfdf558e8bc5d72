import type { Element } from "dicom-parser";
import { impliedVR } from "../../dicom/dictionary.ts";
import type { ByteReader } from "../../dicom/read/byte_window.ts";
import * as Tag from "../../dicom/tag.ts";
import { tagText } from "../../model/finding.ts";
import { parseOutput } from "./parse_output.ts";
import { folded } from "./text_encodings.ts";

/** An element of an output that has a value and no items. */
export interface Leaf {
  readonly tag: number;
  readonly vr: string;
  /** The path of the item that contains it. */
  readonly within: string;
  readonly start: number;
  readonly end: number;
}

/** An output as it is on the disk, read by a parser that is independent of the writer. */
export interface OutputFile {
  /** The top-level elements of data set and file meta information, by tag. */
  readonly elements: ReadonlyMap<number, Element>;
  /** In the order of the file, including those in items, without the pixel data. */
  readonly leaves: readonly Leaf[];
  /** All bytes before the pixel data, as Latin-1 in lower case. */
  readonly header: string;
  readonly pixels: Element | undefined;
  readonly isLittleEndian: boolean;
  /** In bytes; of the inflated stream if the file is deflated. */
  readonly size: number;
  /** Reads bytes at any offset; returns fewer at the end of the file. */
  readonly bytes: (from: number, length: number) => Uint8Array;
}

/** An output with a longer header is not read; its image is held back. */
const mostLoaded = 512 << 20;
/** Cache of tag numbers by dicom-parser's names, because every image has the same ones. */
const tags = new Map<string, number>();
const mostTags = 10_000;

/**
 * Reads the header of an output from the disk: `headerSize` bytes first, then more if it is longer.
 * The header ends at `pixelTag`; undefined if the image has no pixel data. Throws what dicom-parser
 * throws for a file that it cannot read.
 */
export function readOutput(
  file: ByteReader,
  headerSize: number,
  pixelTag: number | undefined,
): OutputFile {
  const { size } = file;
  const bytes = bytesOf(file);
  const until = nameOf(pixelTag ?? Tag.PixelData);
  const most = Math.min(size, mostLoaded);
  for (let window = Math.min(headerSize, most);; window = Math.min(window * 4, most)) {
    try {
      const parsed = parseOutput(bytes(0, window), until, mostLoaded);
      if (!parsed.isWhole && window < most) continue;
      if (!parsed.isWhole) throw new RangeError("the file ends inside an element");
      const { stream, isDeflated } = parsed;
      const elements = new Map(parsed.elements.map((one) => [tagOf(one), one]));
      const pixels = elements.get(tagOf({ tag: until }));
      return {
        elements,
        pixels,
        isLittleEndian: parsed.isLittleEndian,
        leaves: leavesOf(parsed.elements.filter((one) => one !== pixels), "", []),
        header: folded(stream.subarray(0, pixels ? pixels.dataOffset : stream.length)),
        size: isDeflated ? stream.length : size,
        bytes: (from, length) =>
          isDeflated || from + length <= stream.length
            ? stream.subarray(from, from + length)
            : bytes(from, length),
      };
    } catch (error) {
      if (window >= most) throw error;
    }
  }
}

function bytesOf(file: ByteReader): OutputFile["bytes"] {
  return (from, length) => {
    const buffer = new Uint8Array(Math.max(0, Math.min(length, file.size - from)));
    let filled = 0;
    for (let count = 1; count > 0 && filled < buffer.length; filled += count) {
      count = file.readAt(buffer.subarray(filled), from + filled);
    }
    return buffer.subarray(0, filled);
  };
}

/** The path of a value in dcmtk's notation. */
export function pathOf({ within, tag }: Pick<Leaf, "within" | "tag">): string {
  return within + tagText(tag);
}

function leavesOf(elements: Iterable<Element>, within: string, leaves: Leaf[]): Leaf[] {
  for (const element of elements) {
    const tag = tagOf(element);
    if (element.items) {
      const path = pathOf({ within, tag });
      for (const [at, { dataSet }] of element.items.entries()) {
        if (dataSet) leavesOf(Object.values(dataSet.elements), `${path}[${at}].`, leaves);
      }
      continue;
    }
    const { dataOffset: start, length } = element;
    leaves.push({ tag, vr: element.vr ?? impliedVR(tag), within, start, end: start + length });
  }
  return leaves;
}

/** dicom-parser's name of a tag: `x7fe00010`. */
function nameOf(tag: number): string {
  return `x${tag.toString(16).padStart(8, "0")}`;
}

function tagOf({ tag }: Pick<Element, "tag">): number {
  const known = tags.get(tag);
  if (known !== undefined) return known;
  const number = parseInt(tag.slice(1), 16);
  if (tags.size < mostTags) tags.set(tag, number);
  return number;
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
