import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";
import { channelsOf, type Picture } from "./picture.ts";

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const [greyscale, trueColour] = [0, 2];

/**
 * A PNG file (ISO/IEC 15948) of a picture, in grey or RGB. `level` is the effort of compression: 1
 * is the least.
 */
export function encodePng(picture: Picture, level = 6): Uint8Array<ArrayBuffer> {
  const channels = channelsOf(picture);
  const { rows, columns, samples } = picture;
  const width = columns * channels;
  // each row starts with its filter, which is none
  const bytes = new Uint8Array(rows * (1 + width));
  for (let row = 0; row < rows; row++) {
    bytes.set(samples.subarray(row * width, (row + 1) * width), row * (1 + width) + 1);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(columns, 0);
  head.writeUInt32BE(rows, 4);
  head.set([8, channels === 3 ? trueColour : greyscale], 8);
  const data = deflateSync(bytes, { level });
  const parts = [signature, chunk("IHDR", head), chunk("IDAT", data), chunk("IEND")];
  return Uint8Array.from(Buffer.concat(parts));
}

function chunk(type: string, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, "ascii"), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
}
