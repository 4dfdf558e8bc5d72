import type { DetectorParameters } from "./detector_parameters.ts";
import type { MarkedBlocks } from "./marked_blocks.ts";
import type { Box, Picture } from "./picture.ts";
import { scaledSize } from "./scale_picture.ts";
import { tilesOf } from "./tiles.ts";

/**
 * The tiles of a scaled picture that are searched, in pixels of the scaled picture. With
 * `marked`, only the parts of tiles with marked blocks of the picture.
 */
export function searchTiles(
  picture: Pick<Picture, "rows" | "columns">,
  scale: number,
  { tileSize, overlap }: Pick<DetectorParameters, "tileSize" | "overlap">,
  marked?: Pick<MarkedBlocks, "within">,
): Box[] {
  const tiles = tilesOf(scaledSize(picture, scale), tileSize, overlap);
  if (!marked) return tiles;
  return tiles.flatMap((tile) => {
    const part = marked.within({
      left: Math.floor(tile.left / scale),
      top: Math.floor(tile.top / scale),
      right: Math.ceil(tile.right / scale),
      bottom: Math.ceil(tile.bottom / scale),
    });
    if (!part) return [];
    return [{
      left: Math.max(tile.left, Math.floor(part.left * scale)),
      top: Math.max(tile.top, Math.floor(part.top * scale)),
      right: Math.min(tile.right, Math.ceil(part.right * scale)),
      bottom: Math.min(tile.bottom, Math.ceil(part.bottom * scale)),
    }];
  });
}
