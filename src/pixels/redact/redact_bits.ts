import type { EditBytes } from "../../dicom/write/edited.ts";
import type { PixelLayout } from "../frames/pixel_layout.ts";

/** Columns of a row; `right` is exclusive. */
export interface Span {
  readonly left: number;
  readonly right: number;
}

/**
 * Like `redactPixels`, for samples of one bit: packed without gaps between rows and frames, the
 * lowest bit of a byte first (PS3.5 8.1.1).
 */
export function redactBits(layout: PixelLayout, spans: readonly (readonly Span[])[]): EditBytes {
  const { rows, columns, frames, hasTurnedBytes, colours } = layout;
  const isSet = colours === "MONOCHROME1";
  return (part, offset) => {
    const reach = hasTurnedBytes ? 1 : 0;
    const [from, to] = [8 * (offset - reach), 8 * (offset + part.length + reach)];
    const first = Math.max(0, Math.floor(from / columns));
    const end = Math.min(rows * frames, Math.ceil(to / columns));
    for (let row = first; row < end; row++) {
      for (const { left, right } of spans[row % rows] ?? []) {
        const last = Math.min(to, row * columns + right);
        for (let bit = Math.max(from, row * columns + left); bit < last; bit++) {
          const byte = Math.floor(bit / 8);
          const at = (hasTurnedBytes ? byte ^ 1 : byte) - offset;
          if (at < 0 || at >= part.length) continue;
          const mask = 1 << (bit % 8);
          part[at] = isSet ? (part[at] ?? 0) | mask : (part[at] ?? 0) & ~mask;
        }
      }
    }
  };
}
