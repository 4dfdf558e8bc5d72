import { type Box, channelsOf, type Picture } from "./picture.ts";

/** The size of a scaled picture, at least 1 × 1. */
export function scaledSize(
  { rows, columns }: Pick<Picture, "rows" | "columns">,
  scale: number,
): Pick<Picture, "rows" | "columns"> {
  return {
    rows: Math.max(1, Math.round(rows * scale)),
    columns: Math.max(1, Math.round(columns * scale)),
  };
}

/**
 * A part of a scaled picture as the input of a model: blue, green and red planes of `rows` ×
 * `columns`, in which the pixels behind the part repeat its last ones. `tile` is in pixels of the
 * scaled picture.
 */
export function tileOf(
  picture: Picture,
  scale: number,
  tile: Box,
  { rows, columns }: Pick<Picture, "rows" | "columns">,
  trained: Trained,
): Float32Array {
  const channels = channelsOf(picture);
  const across = places(picture.columns, scale, tile.left, tile.right, columns);
  const down = places(picture.rows, scale, tile.top, tile.bottom, rows);
  const planes = new Float32Array(3 * rows * columns);
  for (let channel = 0; channel < channels; channel++) {
    // the models were trained with blue first
    const first = (channels - 1 - channel) * rows * columns;
    const plane = planes.subarray(first, first + rows * columns);
    fillPlane(plane, picture, { channel, channels, across, down });
  }
  if (channels === 1) planes.copyWithin(rows * columns, 0, rows * columns);
  if (channels === 1) planes.copyWithin(2 * rows * columns, 0, rows * columns);
  normalise(planes, rows * columns, trained);
  return planes;
}

/** The mean and deviation of the pictures of a model's training, for blue, green and red. */
export type Trained = readonly [Spread, Spread, Spread];
type Spread = readonly [mean: number, deviation: number];

/** For each target pixel, the two source pixels and the weight of the second one. */
interface Places {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Float32Array;
}

/**
 * The two pixels of a row or column of `size` pixels that a pixel of the scaled one lies between,
 * and the weight of the second: linear interpolation between the centres of pixels.
 */
export function between(
  at: number,
  scale: number,
  size: number,
): { readonly first: number; readonly second: number; readonly weight: number } {
  const place = Math.min(size - 1, Math.max(0, (at + 0.5) / scale - 0.5));
  const first = Math.floor(place);
  return { first, second: Math.min(size - 1, first + 1), weight: place - first };
}

function places(
  size: number,
  scale: number,
  from: number,
  to: number,
  count: number,
): Places {
  const [first, second] = [new Int32Array(count), new Int32Array(count)];
  const weight = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    const place = between(Math.min(from + at, to - 1), scale, size);
    first[at] = place.first;
    second[at] = place.second;
    weight[at] = place.weight;
  }
  return { first, second, weight };
}

interface Source {
  readonly channel: number;
  readonly channels: number;
  readonly across: Places;
  readonly down: Places;
}

function fillPlane(
  plane: Float32Array,
  { columns, samples }: Picture,
  { channel, channels, across, down }: Source,
): void {
  const width = across.first.length;
  const [from, to] = [across.first[0] ?? 0, across.second[width - 1] ?? 0];
  // a row of the source between two rows, which is then read between its columns
  const line = new Float32Array(to - from + 1);
  for (let row = 0; row < down.first.length; row++) {
    const above = (down.first[row] ?? 0) * columns + from;
    const below = (down.second[row] ?? 0) * columns + from;
    const lower = down.weight[row] ?? 0;
    for (let at = 0; at < line.length; at++) {
      const upper = samples[(above + at) * channels + channel] ?? 0;
      const under = samples[(below + at) * channels + channel] ?? 0;
      line[at] = upper + (under - upper) * lower;
    }
    for (let column = 0; column < width; column++) {
      const left = line[(across.first[column] ?? 0) - from] ?? 0;
      const right = line[(across.second[column] ?? 0) - from] ?? 0;
      plane[row * width + column] = left + (right - left) * (across.weight[column] ?? 0);
    }
  }
}

function normalise(planes: Float32Array, size: number, trained: Trained): void {
  for (const [channel, [mean, deviation]] of trained.entries()) {
    const plane = planes.subarray(channel * size, (channel + 1) * size);
    const [factor, summand] = [1 / (255 * deviation), -mean / deviation];
    for (let at = 0; at < size; at++) plane[at] = (plane[at] ?? 0) * factor + summand;
  }
}
