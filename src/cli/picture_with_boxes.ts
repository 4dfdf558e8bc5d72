import { type Box, channelsOf, type Picture } from "../pixels/text/picture.ts";
import { encodePng } from "../pixels/text/encode_png.ts";

const red = [255, 0, 0];

/** A PNG file of a picture, with boxes as red lines. */
export function pictureWithBoxes(picture: Picture, boxes: readonly Box[]): Uint8Array {
  const { rows, columns } = picture;
  const samples = inColour(picture);
  const draw = (row: number, column: number): void => {
    if (row < rows && column < columns) samples.set(red, 3 * (row * columns + column));
  };
  for (const { left, top, right, bottom } of boxes) {
    for (let column = left; column < right; column++) {
      draw(top, column);
      draw(bottom - 1, column);
    }
    for (let row = top; row < bottom; row++) {
      draw(row, left);
      draw(row, right - 1);
    }
  }
  return encodePng({ rows, columns, samples });
}

function inColour(picture: Picture): Uint8Array {
  if (channelsOf(picture) === 3) return picture.samples.slice();
  const samples = new Uint8Array(3 * picture.samples.length);
  for (const [pixel, sample] of picture.samples.entries()) {
    samples.fill(sample, 3 * pixel, 3 * pixel + 3);
  }
  return samples;
}
