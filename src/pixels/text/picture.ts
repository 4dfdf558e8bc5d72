/** Eight bits grey, row by row, or colour: red, green and blue of a pixel together. */
export interface Picture {
  readonly rows: number;
  readonly columns: number;
  /** One or three samples for each pixel. */
  readonly samples: Uint8Array;
}

/** A rectangle in pixels: `right` and `bottom` are behind its last column and row. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The number of samples of a pixel. Throws RangeError if the picture has another size. */
export function channelsOf({ rows, columns, samples }: Picture): 1 | 3 {
  const channels = samples.length / (rows * columns);
  if (channels !== 1 && channels !== 3) throw new RangeError("a picture of another size");
  return channels;
}
