import type { DetectorParameters } from "./detector_parameters.ts";
import type { Box, Picture } from "./picture.ts";
import { scaledSize } from "./scale_picture.ts";
import { Structure } from "./structure.ts";
import { tilesOf } from "./tiles.ts";

/**
 * The tiles of a scaled picture that are searched, in pixels of the scaled picture. If it is
 * enlarged, only the parts of tiles that can show small text are searched.
 */
export function searchTiles(
  picture: Picture,
  scale: number,
  { tileSize, overlap }: DetectorParameters,
): Box[] {
  const tiles = tilesOf(scaledSize(picture, scale), tileSize, overlap);
  if (scale <= 1) return tiles;
  const structure = new Structure(picture);
  return tiles.flatMap((tile) => {
    const part = structure.within({
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
