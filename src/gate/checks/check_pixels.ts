import { itemTag, sequenceDelimitation, undefinedLength } from "../../dicom/element.ts";
import * as Tag from "../../dicom/tag.ts";
import { trimPadding } from "../../dicom/text/decode_text.ts";
import { hasFramesTogether } from "../../dicom/transfer_syntax.ts";
import { type Finding, tagText } from "../../model/finding.ts";
import type { OutputFile } from "../facts/output_file.ts";
import { markerSegments } from "./marker_segments.ts";

/** Samples per pixel of native images whose colours are subsampled (PS3.3 C.7.6.3.1.2). */
const subsampled: Readonly<Record<string, number>> = {
  ybr_full_422: 2,
  ybr_partial_422: 2,
  ybr_partial_420: 1.5,
};
const mostSurplus = 1 << 20;
/** A compressed picture has comments and other metadata before or after its data. */
const [headSize, tailSize] = [16 << 10, 1 << 10];

/**
 * Findings about the pixel data, and the bytes that the search for identifying values has to read.
 */
export interface PixelCheck {
  readonly findings: readonly Finding[];
  /** Bytes of the pixel data that belong to no pixel, and all bytes after the pixel data. */
  readonly unread: Uint8Array;
  /**
   * Parts of compressed pixel data that can hold text: offset tables, and starts and ends of
   * fragments; of the start of a JPEG stream, only the marker segments.
   */
  readonly coded: Iterable<Uint8Array>;
}

const nothing = new Uint8Array(0);

/**
 * Checks that the pixel data is complete. Native pixel data must have the length that rows,
 * columns, frames, samples and bits require, or up to a megabyte more. Compressed pixel data must
 * consist of well-formed fragments, at least one for each frame; a video, or frames that are
 * compressed together, need at least one.
 */
export function checkPixels(output: OutputFile): PixelCheck {
  const { pixels } = output;
  if (!pixels) return { findings: [], unread: nothing, coded: [] };
  return pixels.length === undefinedLength
    ? checkFragments(output, pixels.dataOffset)
    : checkNative(output, pixels.dataOffset, pixels.length);
}

function checkNative(output: OutputFile, start: number, length: number): PixelCheck {
  const needed = bytesNeeded(output) ?? length;
  const end = start + length;
  const isWhole = length >= needed && length - needed <= mostSurplus && end <= output.size;
  return {
    findings: isWhole ? [] : [finding(output)],
    unread: isWhole ? output.bytes(start + needed, output.size - start - needed) : nothing,
    coded: [],
  };
}

/** Undefined if the header lacks one of the values. */
function bytesNeeded(output: OutputFile): number | undefined {
  const samples = uint16(output, Tag.SamplesPerPixel);
  const lines = uint16(output, Tag.Rows);
  const width = uint16(output, Tag.Columns);
  const bits = uint16(output, Tag.BitsAllocated);
  if (!samples || !lines || !width || !bits) return undefined;
  const kind = text(output, Tag.PhotometricInterpretation);
  return Math.ceil(lines * width * frames(output) * (subsampled[kind] ?? samples) * bits / 8);
}

function checkFragments(output: OutputFile, start: number): PixelCheck {
  const isOneStream = hasFramesTogether(text(output, Tag.TransferSyntaxUID));
  const fewest = isOneStream ? 1 : frames(output);
  let fragments = -1; // the first one is the offset table
  for (const { tag, at } of itemsOf(output, start)) {
    if (tag === sequenceDelimitation) {
      const findings = fragments >= fewest ? [] : [finding(output)];
      const unread = output.bytes(at, output.size - at);
      return { findings, unread, coded: codedPieces(output, start) };
    }
    fragments++;
  }
  return { findings: [finding(output)], unread: nothing, coded: [] };
}

interface FragmentItem {
  readonly tag: number;
  /** Offset of its value in the file. */
  readonly at: number;
  readonly length: number;
}

/**
 * The items of encapsulated pixel data and the delimiter after them, up to the first invalid one.
 */
function* itemsOf(output: OutputFile, start: number): Generator<FragmentItem> {
  for (let at = start; at + 8 <= output.size;) {
    const { buffer, byteOffset } = output.bytes(at, 8);
    const head = new DataView(buffer, byteOffset, 8);
    const { isLittleEndian } = output;
    const tag = head.getUint16(0, isLittleEndian) * 0x10000 + head.getUint16(2, isLittleEndian);
    const length = head.getUint32(4, isLittleEndian);
    if (tag !== itemTag && tag !== sequenceDelimitation) return;
    yield { tag, at: at + 8, length };
    if (tag === sequenceDelimitation) return;
    at += 8 + length;
  }
}

function* codedPieces(output: OutputFile, start: number): Generator<Uint8Array> {
  for (const { tag, at, length } of itemsOf(output, start)) {
    if (tag !== itemTag) return;
    const head = output.bytes(at, Math.min(length, headSize));
    yield markerSegments(head) ?? head;
    if (length > headSize) {
      const tail = Math.min(length - headSize, tailSize);
      yield output.bytes(at + length - tail, tail);
    }
  }
}

function frames(output: OutputFile): number {
  return Math.max(1, parseInt(text(output, Tag.NumberOfFrames), 10) || 1);
}

function text({ header, elements }: OutputFile, tag: number): string {
  const element = elements.get(tag);
  return element
    ? trimPadding(header.slice(element.dataOffset, element.dataOffset + element.length))
    : "";
}

function uint16({ bytes, elements, isLittleEndian }: OutputFile, tag: number): number | undefined {
  const element = elements.get(tag);
  if (!element || element.length < 2) return undefined;
  const [first = 0, second = 0] = bytes(element.dataOffset, 2);
  return isLittleEndian ? second * 256 + first : first * 256 + second;
}

function finding({ pixels }: OutputFile): Finding {
  return { code: "PIXEL_LENGTH", place: tagText(pixels?.tag ?? 0) };
}
