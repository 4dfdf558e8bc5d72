import { channelsOf, type Picture } from "./picture.ts";
import { between, scaledSize } from "./scale_picture.ts";

/** A picture in another size, by linear interpolation between the centres of pixels. */
export function resizePicture(picture: Picture, scale: number): Picture {
  if (scale === 1) return picture;
  const channels = channelsOf(picture);
  const { rows, columns } = scaledSize(picture, scale);
  const samples = new Uint8Array(rows * columns * channels);
  const across = Array.from({ length: columns }, (_, at) => between(at, scale, picture.columns));
  for (let row = 0; row < rows; row++) {
    const down = between(row, scale, picture.rows);
    const [above, below] = [down.first * picture.columns, down.second * picture.columns];
    for (const [column, { first, second, weight }] of across.entries()) {
      for (let channel = 0; channel < channels; channel++) {
        const at = (place: number): number => picture.samples[place * channels + channel] ?? 0;
        const upper = at(above + first) * (1 - weight) + at(above + second) * weight;
        const lower = at(below + first) * (1 - weight) + at(below + second) * weight;
        samples[(row * columns + column) * channels + channel] = Math.round(
          upper * (1 - down.weight) + lower * down.weight,
        );
      }
    }
  }
  return { rows, columns, samples };
}
