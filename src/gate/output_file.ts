import type { Element } from "dicom-parser";
import type { ByteReader } from "../dicom/byte_window.ts";
import { impliedVR } from "../dicom/dictionary.ts";
import { tagText } from "./finding.ts";
import { parseOutput } from "./parse_output.ts";
import { folded } from "./text_encodings.ts";

/** An element of an output that holds a value. */
export interface Leaf {
  readonly tag: number;
  readonly vr: string;
  /** The path of the item it is in. */
  readonly within: string;
  readonly start: number;
  readonly end: number;
}

/** An output as it lies on the disk, read by a parser that had no part in writing it. */
export interface OutputFile {
  /** By tag; those of the top of the data set and of the file meta. */
  readonly elements: ReadonlyMap<number, Element>;
  /** In the order of the file, those in items included, without the pixel data. */
  readonly leaves: readonly Leaf[];
  /** All bytes before the pixel data, as Latin-1 in lower case. */
  readonly header: string;
  readonly pixels: Element | undefined;
  readonly isLittleEndian: boolean;
  /** Of the inflated stream where the file is deflated. */
  readonly size: number;
  /** Bytes from anywhere, fewer at the end. */
  readonly bytes: (from: number, length: number) => Uint8Array;
}

/** More than this is not read again: the image is held back then. */
const mostLoaded = 512 << 20;
/** Numbers of tags by dicom-parser's names, for each image asks for the same again. */
const tags = new Map<string, number>();
const mostTags = 10_000;

/**
 * Reads the header of an output anew: `headerSize` bytes to begin with, more where it is longer.
 * `pixelTag` is where it ends; undefined where there are no pixel data. Throws whatever
 * dicom-parser does of a file that it cannot read.
 */
export function readOutput(
  file: ByteReader,
  headerSize: number,
  pixelTag: number | undefined,
): OutputFile {
  const { size } = file;
  const bytes = bytesOf(file);
  const until = nameOf(pixelTag ?? 0x7fe00010);
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
        ...{ elements, pixels, isLittleEndian: parsed.isLittleEndian },
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

/** Where a value is, in dcmtk's notation. */
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
