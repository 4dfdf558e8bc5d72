/** What decides which text is found, and how long that takes. */
export interface DetectorParameters {
  /** The picture is searched at each of these scales: 2 is twice as large. */
  readonly scales: readonly number[];
  /** The largest side of a tile, in pixels of the scaled picture; a multiple of 32. */
  readonly tileSize: number;
  /** By how many pixels of the scaled picture neighbouring tiles overlap. */
  readonly overlap: number;
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

/** Memory grows with the size of a tile: 1280 × 1280 pixels need about 400 MB. */
export const defaultParameters: DetectorParameters = {
  scales: [1, 3],
  tileSize: 1280,
  overlap: 128,
  pixelThreshold: 0.3,
  boxThreshold: 0.5,
  leastSide: 3,
  unclipRatio: 1.6,
  margin: 2,
  marginOfLine: 0.15,
};
