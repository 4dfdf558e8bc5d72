import { elementTexts } from "../../dicom/read/element_texts.ts";
import type { Header } from "../../dicom/read/header.ts";
import * as Tag from "../../dicom/tag.ts";
import { decodeNumbers } from "../../dicom/text/decode_numbers.ts";
import type { EditBytes } from "../../dicom/write/edited.ts";
import type { Coordinates, Rectangle } from "../../recipe/recipe.ts";
import type { PixelLayout } from "../frames/pixel_layout.ts";
import { redactBits, type Span } from "./redact_bits.ts";

/**
 * Blanks areas in every frame of native pixel data, part by part; parts can have any size. The
 * blank value is black: 0, the largest value for MONOCHROME1, neutral chroma for YBR_FULL.
 */
export function redactPixels(
  layout: PixelLayout,
  areas: readonly Area[],
): EditBytes {
  const spans = spansByRow(layout.rows, areas);
  if (layout.bytesPerSample < 1) return redactBits(layout, spans);
  const { samples, isPlanar, bytesPerSample, columns, rows } = layout;
  const samplesPerPixel = isPlanar ? 1 : samples;
  const pixelSize = samplesPerPixel * bytesPerSample;
  const rowSize = columns * pixelSize;
  const last = rows * layout.frames * (isPlanar ? samples : 1) - 1;
  return (part, offset) => {
    const reach = layout.hasTurnedBytes ? 1 : 0;
    const first = Math.max(0, Math.floor((offset - reach) / rowSize));
    const end = Math.min(last, Math.floor((offset + part.length - 1 + reach) / rowSize));
    for (let row = first; row <= end; row++) {
      const plane = isPlanar ? Math.floor(row / rows) % samples : 0;
      const pixel = blackPixel(layout, plane);
      for (const { left, right } of spans[row % rows] ?? []) {
        const from = row * rowSize + left * pixelSize;
        fill(part, offset, from, row * rowSize + right * pixelSize, pixel, layout.hasTurnedBytes);
      }
    }
  };
}

/** Fills the range `from` to `to` of the value with the pixel, as far as the part contains it. */
function fill(
  part: Uint8Array,
  offset: number,
  from: number,
  to: number,
  pixel: Uint8Array,
  hasTurnedBytes: boolean,
): void {
  const start = Math.max(from, offset - 1);
  const end = Math.min(to, offset + part.length + 1);
  for (let place = start; place < end; place++) {
    const at = (hasTurnedBytes ? place ^ 1 : place) - offset;
    if (at >= 0 && at < part.length) part[at] = pixel[(place - from) % pixel.length] ?? 0;
  }
}

/** The bytes of a black pixel, or of one sample of a plane. */
function blackPixel(layout: PixelLayout, plane: number): Uint8Array {
  const { samples, isPlanar, bytesPerSample, colours, littleEndian } = layout;
  const blank = (sample: number): number => {
    if (colours === "MONOCHROME1") return layout.largestValue;
    return colours === "YBR_FULL" && sample > 0 ? 2 ** (bytesPerSample * 8 - 1) : 0;
  };
  const numbers = isPlanar
    ? [blank(plane)]
    : Array.from({ length: samples }, (_, sample) => blank(sample));
  return Uint8Array.from(numbers.flatMap((number) => {
    const bytes = Array.from({ length: bytesPerSample }, (_, at) => (number >>> (8 * at)) & 0xff);
    return littleEndian ? bytes : bytes.reverse();
  }));
}

/** The blank ranges of each row after all areas, in order. Equal adjacent rows share a list. */
export function spansByRow(rows: number, areas: readonly Area[]): readonly (readonly Span[])[] {
  const edges = [...new Set([0, rows, ...areas.flatMap(({ top, bottom }) => [top, bottom])])]
    .sort((a, b) => a - b);
  const byRow: (readonly Span[])[] = [];
  for (const [at, edge] of edges.entries()) {
    const next = edges[at + 1] ?? rows;
    const spans = areas.filter(({ top, bottom }) => top <= edge && edge < bottom)
      .reduce<Span[]>(
        (sofar, area) => [...without(sofar, area), ...(area.isKept ? [] : [area])],
        [],
      );
    for (let row = edge; row < next; row++) byRow.push(spans);
  }
  return byRow;
}

function without(spans: readonly Span[], { left, right }: Span): Span[] {
  return spans.flatMap((span) => [
    { left: span.left, right: Math.min(span.right, left) },
    { left: Math.max(span.left, right), right: span.right },
  ]).filter((span) => span.left < span.right);
}

/** A rectangle that is blanked, or one that is kept although an earlier one covers it. */
export interface Area extends Rectangle {
  readonly isKept: boolean;
}

/** Left, top, right and bottom of a region (PS3.3 C.8.5.5). */
const corners = [
  Tag.RegionLocationMinX0,
  Tag.RegionLocationMinY0,
  Tag.RegionLocationMaxX1,
  Tag.RegionLocationMaxY1,
];

/**
 * The areas that coordinates give in one image, clipped to its rows and columns, in order; or the
 * reason if everything outside of rectangles must be redacted, but the image gives no rectangles.
 */
export function areasOf(
  header: Header,
  coordinates: readonly Coordinates[],
  size: { readonly rows: number; readonly columns: number },
): Area[] | string {
  const whole = { left: 0, top: 0, right: size.columns, bottom: size.rows };
  const clipped = (one: Rectangle, isKept: boolean): Area[] => {
    const [left, right] = [Math.min(one.left, whole.right), Math.min(one.right, whole.right)];
    const [top, bottom] = [Math.min(one.top, whole.bottom), Math.min(one.bottom, whole.bottom)];
    return left < right && top < bottom ? [{ isKept, left, top, right, bottom }] : [];
  };
  const areas: Area[] = [];
  for (const { isKept, area } of coordinates) {
    if (area === "all") areas.push({ ...whole, isKept });
    else if ("from" in area) {
      const given = rectanglesFrom(header, area.from, isKept);
      areas.push(...given.flatMap((one) => clipped(one, isKept)));
    } else if ("outside" in area) {
      const kept = rectanglesFrom(header, area.outside, true).flatMap((one) => clipped(one, true));
      if (kept.length === 0) return "it has no regions within its rows and columns";
      areas.push({ ...whole, isKept: false }, ...kept);
    } else areas.push(...clipped(area, isKept));
  }
  return areas;
}

/** The corners of ultrasound regions, or each `left,top,right,bottom` in a text. */
function rectanglesFrom(header: Header, tag: number, isKept: boolean): Rectangle[] {
  const element = header.find(tag);
  if (!element) return [];
  if (tag === Tag.SequenceOfUltrasoundRegions) return ultrasoundRegions(header, isKept ? 0 : 1);
  const text = elementTexts(header, element, header.encoding, header.characters).join("\\");
  return [...text.matchAll(/(\d{1,5}),(\d{1,5}),(\d{1,5}),(\d{1,5})/g)].map((match) => {
    const [left = 0, top = 0, right = 0, bottom = 0] = match.slice(1).map(Number);
    return { left, top, right, bottom };
  });
}

/**
 * The last column and row are redacted (PS3.3 C.8.5.5.1.1), but not kept, because not all makers
 * include them. So an image never shows more than was meant.
 */
function ultrasoundRegions(header: Header, last: 0 | 1): Rectangle[] {
  const items = header.find(Tag.SequenceOfUltrasoundRegions)?.items ?? [];
  return items.flatMap(({ elements, encoding }) => {
    const numbers = corners.map((tag) => {
      const element = elements.find((one) => one.tag === tag && !one.items);
      return element && decodeNumbers(header.value(element), "UL", encoding.littleEndian)[0];
    });
    const [left, top, right, bottom] = numbers;
    if (left === undefined || top === undefined) return [];
    if (right === undefined || bottom === undefined) return [];
    return [{ left, top, right: right + last, bottom: bottom + last }];
  });
}
