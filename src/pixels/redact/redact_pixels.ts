import { elementTexts } from "../../dicom/read/element_texts.ts";
import type { Header } from "../../dicom/read/header.ts";
import * as Tag from "../../dicom/tag.ts";
import { decodeNumbers } from "../../dicom/text/decode_numbers.ts";
import type { EditBytes } from "../../dicom/write/edited.ts";
import type { Coordinates, Rectangle } from "../../recipe/recipe.ts";
import type { PixelLayout } from "./pixel_layout.ts";

interface Span {
  readonly left: number;
  readonly right: number;
}

/**
 * Blanks areas in every frame of native pixel data, part by part; parts can have any size. The
 * blank value is black: 0, the largest value for MONOCHROME1, neutral chroma for YBR_FULL.
 */
export function redactPixels(
  layout: PixelLayout,
  areas: readonly Area[],
): EditBytes {
  const spans = spansByRow(layout.rows, areas);
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

/** The areas that coordinates give in one image, clipped to its rows and columns, in order. */
export function areasOf(
  header: Header,
  coordinates: readonly Coordinates[],
  size: { readonly rows: number; readonly columns: number },
): Area[] {
  const whole = { left: 0, top: 0, right: size.columns, bottom: size.rows };
  return coordinates.flatMap(({ isKept, area }) => {
    const rectangles = area === "all"
      ? [whole]
      : "from" in area
      ? rectanglesFrom(header, area.from)
      : [area];
    return rectangles.map((one) => ({
      isKept,
      left: Math.min(one.left, whole.right),
      top: Math.min(one.top, whole.bottom),
      right: Math.min(one.right, whole.right),
      bottom: Math.min(one.bottom, whole.bottom),
    })).filter(({ left, top, right, bottom }) => left < right && top < bottom);
  });
}

/** The corners of ultrasound regions, or each `left,top,right,bottom` in a text. */
function rectanglesFrom(header: Header, tag: number): Rectangle[] {
  const element = header.find(tag);
  if (!element) return [];
  if (tag === Tag.SequenceOfUltrasoundRegions) return ultrasoundRegions(header);
  const text = elementTexts(header, element, header.encoding, header.characters).join("\\");
  return [...text.matchAll(/(\d{1,5}),(\d{1,5}),(\d{1,5}),(\d{1,5})/g)].map((match) => {
    const [left = 0, top = 0, right = 0, bottom = 0] = match.slice(1).map(Number);
    return { left, top, right, bottom };
  });
}

function ultrasoundRegions(header: Header): Rectangle[] {
  const items = header.find(Tag.SequenceOfUltrasoundRegions)?.items ?? [];
  return items.flatMap(({ elements, encoding }) => {
    const numbers = corners.map((tag) => {
      const element = elements.find((one) => one.tag === tag && !one.items);
      return element && decodeNumbers(header.value(element), "UL", encoding.littleEndian)[0];
    });
    const [left, top, right, bottom] = numbers;
    if (left === undefined || top === undefined) return [];
    return right === undefined || bottom === undefined ? [] : [{ left, top, right, bottom }];
  });
}
