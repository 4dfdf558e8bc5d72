import type { PlainFrame } from "../pixels/text/plain_frame.ts";

/**
 * A frame with at most `maxSize` rows and columns. Each value is the mean of up to 8 × 8 evenly
 * spaced values of the part that it replaces, so that letters stay visible. A smaller frame is
 * returned as it is.
 */
export function shrinkFrame(frame: PlainFrame, maxSize: number): PlainFrame {
  const scale = maxSize / Math.max(frame.rows, frame.columns);
  if (scale >= 1) return frame;
  const { channels } = frame;
  const rows = Math.max(1, Math.round(frame.rows * scale));
  const columns = Math.max(1, Math.round(frame.columns * scale));
  const across = edges(frame.columns, columns);
  const down = edges(frame.rows, rows);
  const values = new Float64Array(rows * columns * channels);
  const sums = new Float64Array(columns * channels);
  for (let row = 0; row < rows; row++) {
    const [top, bottom] = [down[row] ?? 0, down[row + 1] ?? 0];
    sums.fill(0);
    const step = stepOf(bottom - top);
    const lines = Math.ceil((bottom - top) / step);
    for (let line = top; line < bottom; line += step) addLine(sums, frame, line, across);
    for (let column = 0; column < columns; column++) {
      const wide = (across[column + 1] ?? 0) - (across[column] ?? 0);
      const count = lines * Math.ceil(wide / stepOf(wide));
      for (let channel = 0; channel < channels; channel++) {
        const at = column * channels + channel;
        values[row * columns * channels + at] = (sums[at] ?? 0) / count;
      }
    }
  }
  return { ...frame, rows, columns, values };
}

const mostRead = 8;

/** The distance of the rows or columns of a part that are read. */
function stepOf(size: number): number {
  return Math.max(1, Math.ceil(size / mostRead));
}

/** The first row or column of each part, and the end of the last one. */
function edges(size: number, parts: number): Int32Array {
  return Int32Array.from({ length: parts + 1 }, (_, at) => Math.floor(at * size / parts));
}

function addLine(
  sums: Float64Array,
  { columns, channels, values }: PlainFrame,
  line: number,
  across: Int32Array,
): void {
  const start = line * columns * channels;
  for (let part = 0; part + 1 < across.length; part++) {
    const [left, right] = [across[part] ?? 0, across[part + 1] ?? 0];
    const step = stepOf(right - left);
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0;
      for (let column = left; column < right; column += step) {
        sum += values[start + column * channels + channel] ?? 0;
      }
      sums[part * channels + channel] = (sums[part * channels + channel] ?? 0) + sum;
    }
  }
}
