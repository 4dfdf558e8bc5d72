import type { EditBytes } from "../dicom/edited.ts";
import type { Area } from "./areas.ts";
import type { PixelLayout } from "./pixel_layout.ts";

interface Span {
  readonly left: number;
  readonly right: number;
}

/**
 * Blanks areas in every frame of native pixel data, part by part; parts can have any size. The
 * blank value is black: 0, the largest value for MONOCHROME1, neutral chroma for YBR_FULL.
 */
export function blankPixels(
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
      const pixel = blankPixel(layout, plane);
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
function blankPixel(layout: PixelLayout, plane: number): Uint8Array {
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
function spansByRow(rows: number, areas: readonly Area[]): readonly (readonly Span[])[] {
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
