import type { Box, Picture } from "./picture.ts";

/**
 * Tiles that cover a picture, at most `size` on each side; neighbours overlap by at least `overlap`
 * pixels. They have almost equal sizes.
 */
export function tilesOf(
  { rows, columns }: Pick<Picture, "rows" | "columns">,
  size: number,
  overlap: number,
): Box[] {
  const down = spans(rows, size, overlap);
  const across = spans(columns, size, overlap);
  return down.flatMap(([top, bottom]) =>
    across.map(([left, right]) => ({ left, top, right, bottom }))
  );
}

type Span = readonly [from: number, to: number];

function spans(length: number, size: number, overlap: number): Span[] {
  if (length <= size) return [[0, length]];
  const count = Math.ceil((length - overlap) / (size - overlap));
  const span = Math.ceil((length + (count - 1) * overlap) / count);
  return Array.from({ length: count }, (_, at) => {
    const from = Math.min(at * (span - overlap), length - span);
    return [from, from + span] as const;
  });
}
