import { type NativeImage, nativeImage } from "../dicom/native_image.ts";
import { ascii } from "../dicom/encode_data_set.ts";
import { drawWords } from "../text_images/draw_letters.ts";
import { waitingImage } from "./fake_review.ts";
import { originalSize as size } from "./in_browser.ts";
import type { WaitingImage } from "../../../src/model/review.ts";

/** Where the name is in the pixels of every original. */
export const namePlace = { left: 8, top: 6, width: 120, height: 18 };

/**
 * Writes originals with a name in their pixels to `<folder>/<number>.dcm`: 1 in colour, 2 with 12
 * bits and a window, 3 with five frames, 4 whose frames cannot be read. The name was found in 1.
 */
export function writeOriginals(folder: string): WaitingImage[] {
  const kinds: readonly (Partial<NativeImage> & Partial<WaitingImage>)[] = [
    { samples: 3, colours: "RGB", boxes: [namePlace] },
    {
      bits: 16,
      stored: 12,
      more: [ascii(0x00281050, "DS", "500"), ascii(0x00281051, "DS", "1000")],
    },
    { frames: 5 },
    { frames: 900 },
  ];
  return kinds.map((kind, at) => {
    const { boxes = [], ...image } = kind;
    const described = { bits: 8, frames: 1, ...size, ...image };
    const bytes = namedPixels(described);
    const path = `${folder}/${at + 1}.dcm`;
    Deno.writeFileSync(path, nativeImage(described, bytes));
    const layout = `${size.rows} x ${size.columns}`;
    return waitingImage(at + 1, { ...size, layout, boxes, frames: described.frames });
  });
}

/** Pixels with a name, of at most five frames. */
export function namedPixels({ frames, bits, samples = 1 }: NativeImage): Uint8Array {
  const { rows, columns } = size;
  const count = Math.min(frames, 5) * rows * columns;
  const grey = Uint8Array.from({ length: count }, (_, at) => 40 + at % 7);
  for (let frame = 0; frame < Math.min(frames, 5); frame++) {
    const samples = grey.subarray(frame * rows * columns, (frame + 1) * rows * columns);
    drawWords({ rows, columns, samples }, "JANE SMITH", [namePlace.left, namePlace.top + 2], 255);
  }
  if (samples === 3) {
    return Uint8Array.from({ length: 3 * count }, (_, at) => grey[Math.floor(at / 3)] ?? 0);
  }
  if (bits === 16) {
    return Uint8Array.from({ length: 2 * count }, (_, at) => at % 2 === 0 ? grey[at / 2] ?? 0 : 2);
  }
  return grey;
}
