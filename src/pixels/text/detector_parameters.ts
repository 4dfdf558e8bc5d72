/** What decides which text is found, and how long that takes. */
export interface DetectorParameters {
  /** By how many grey levels a part must differ to be searched in twice its size. */
  readonly leastRange: number;
  /** The largest side of a tile, in pixels of the scaled picture; a multiple of 32. */
  readonly tileSize: number;
  /** By how many pixels of the scaled picture neighbouring tiles overlap. */
  readonly overlap: number;
  /** By how many grey levels two views of a part must differ, so that both are searched. */
  readonly leastChange: number;
  /** A pixel belongs to text from this probability on. */
  readonly pixelThreshold: number;
  /** The mean probability of the pixels of a box. */
  readonly boxThreshold: number;
  /** The least width and height of a region of a map, in pixels of the scaled picture. */
  readonly leastSide: number;
  /** By how much boxes grow, because the model marks only the middle of a line. */
  readonly unclipRatio: number;
  /** Further pixels on each side of a box, and a share of the height of its line. */
  readonly margin: number;
  readonly marginOfLine: number;
}

/** Memory grows with the size of a tile. */
export const defaultParameters: DetectorParameters = {
  leastRange: 16,
  tileSize: 960,
  overlap: 96,
  leastChange: 8,
  pixelThreshold: 0.3,
  boxThreshold: 0.5,
  leastSide: 3,
  unclipRatio: 1.6,
  margin: 2,
  marginOfLine: 0.15,
};
