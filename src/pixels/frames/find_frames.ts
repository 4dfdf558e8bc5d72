import { type Element, type Fragment, itemTag, sequenceDelimitation } from "../../dicom/element.ts";
import type { ByteReader } from "../../dicom/read/byte_window.ts";
import type { Header } from "../../dicom/read/header.ts";
import * as Tag from "../../dicom/tag.ts";
import { endsWithFFD9 } from "../../dicom/transfer_syntax.ts";

const itemHead = 8;
const maxFragments = 1_000_000;

/** The fragments of one frame, in order. */
export type Frame = readonly Fragment[];

/**
 * Finds the frames of encapsulated pixel data (PS3.5 A.4): by the basic or extended offset table,
 * by the number of fragments, or by the end markers of the codec. Only the heads of the fragments
 * are read. Returns the reason if it is not certain where each frame starts.
 */
export function findFrames(header: Header, element: Element, count: number): Frame[] | string {
  const source = header.source();
  const items = readItems(source, element);
  if (typeof items === "string") return items;
  const [table, ...fragments] = items;
  if (!table || fragments.length === 0) return "it has no frames";
  if (count === 1) return [fragments];
  const first = table.end;
  const tables = [basicOffsets(source, table), extendedOffsets(header)];
  for (const offsets of tables) {
    const frames = offsets && byOffsets(fragments, offsets.map((offset) => first + offset));
    if (frames?.length === count) return frames;
  }
  if (fragments.length === count) return fragments.map((fragment) => [fragment]);
  const ended = endsWithFFD9(header.transferSyntaxUID) ? byMarkers(source, fragments) : [];
  return ended.length === count ? ended : "the starts of its frames are unknown";
}

/** Reads a frame of at most `limit` bytes; undefined if it is larger or cannot be read. */
export function readFrame(source: ByteReader, frame: Frame, limit: number): Uint8Array | undefined {
  const size = frame.reduce((sum, { start, end }) => sum + end - start, 0);
  if (size > limit) return undefined;
  const bytes = new Uint8Array(size);
  let filled = 0;
  for (const { start, end } of frame) {
    const part = bytes.subarray(filled, filled + end - start);
    if (!readFully(source, part, start)) return undefined;
    filled += part.length;
  }
  return bytes;
}

/** Fills the buffer from an offset; false if the source ends before. */
export function readFully(source: ByteReader, bytes: Uint8Array, from: number): boolean {
  for (let at = 0; at < bytes.length;) {
    const read = source.readAt(bytes.subarray(at), from + at);
    if (read === 0) return false;
    at += read;
  }
  return true;
}

/** The offset table and the fragments. */
function readItems(source: ByteReader, element: Element): readonly Fragment[] | string {
  if (element.fragments) return element.fragments;
  const items: Fragment[] = [];
  const head = new Uint8Array(itemHead);
  const view = new DataView(head.buffer);
  for (let at = element.valueStart; at + itemHead <= element.valueEnd;) {
    if (!readFully(source, head, at)) return "its fragments cannot be read";
    const tag = view.getUint16(0, true) * 0x10000 + view.getUint16(2, true);
    if (tag === sequenceDelimitation) break;
    const end = at + itemHead + view.getUint32(4, true);
    if (tag !== itemTag || end > element.valueEnd) return "its fragments are damaged";
    if (items.push({ start: at + itemHead, end }) > maxFragments) {
      return "it has too many fragments";
    }
    at = end;
  }
  return items;
}

function basicOffsets(source: ByteReader, { start, end }: Fragment): number[] | undefined {
  const bytes = readFrame(source, [{ start, end }], 4 * maxFragments);
  if (!bytes || bytes.length === 0 || bytes.length % 4 > 0) return undefined;
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length / 4 }, (_, at) => view.getUint32(4 * at, true));
}

/** ExtendedOffsetTable (PS3.3 C.7.6.3.1.8). */
function extendedOffsets(header: Header): number[] | undefined {
  const element = header.find(Tag.ExtendedOffsetTable);
  if (!element || element.items) return undefined;
  const { buffer, byteOffset, byteLength } = header.value(element);
  const view = new DataView(buffer, byteOffset, byteLength);
  return Array.from(
    { length: Math.floor(byteLength / 8) },
    (_, at) => Number(view.getBigUint64(8 * at, true)),
  );
}

/** Undefined unless each offset is the start of a fragment's head, in increasing order. */
function byOffsets(fragments: readonly Fragment[], starts: readonly number[]): Frame[] | undefined {
  const places = new Map(fragments.map(({ start }, index) => [start - itemHead, index]));
  const indices = starts.map((start) => places.get(start) ?? -1);
  const isValid = indices.every((index, at) =>
    at === 0 ? index === 0 : index > (indices[at - 1] ?? 0)
  );
  return isValid ? indices.map((index, at) => fragments.slice(index, indices[at + 1])) : undefined;
}

/** A frame ends with EOI or EOC, and the next one starts with SOI or SOC. */
function byMarkers(source: ByteReader, fragments: readonly Fragment[]): Frame[] {
  const frames: Fragment[][] = [];
  let isOpen = false;
  for (const fragment of fragments) {
    const [first, second, ...last] = endsOf(source, fragment);
    const starts = first === 0xff && (second === 0xd8 || second === 0x4f);
    if (!isOpen && !starts) return [];
    if (isOpen) frames.at(-1)?.push(fragment);
    else frames.push([fragment]);
    isOpen = !hasEndMarker(last);
  }
  return isOpen ? [] : frames;
}

/** The first two and the last three bytes of a fragment. */
function endsOf(source: ByteReader, { start, end }: Fragment): number[] {
  const [first, last] = [new Uint8Array(2), new Uint8Array(3)];
  const isRead = end - start >= 5 && readFully(source, first, start) &&
    readFully(source, last, end - 3);
  return isRead ? [...first, ...last] : [];
}

/** One byte of padding may follow the marker. */
function hasEndMarker([a, b, c]: readonly number[]): boolean {
  return (b === 0xff && c === 0xd9) || (a === 0xff && b === 0xd9 && c === 0);
}
