import assert from "node:assert/strict";
import { decodePng } from "../../../src/pixels/codecs/decode_png.ts";

/** The picture in a PNG file of eight bits. */
export interface PngPicture {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  /** Row by row, the samples of a pixel together. */
  readonly pixels: readonly number[];
}

/** Reads a PNG file, grey or RGB. */
export function readPng(png: Uint8Array): PngPicture {
  const view = new DataView(png.buffer, png.byteOffset, png.length);
  const [columns, rows] = [view.getUint32(16), view.getUint32(20)];
  assert.equal(png[24], 8, "bits");
  const samples = png[25] === 2 ? 3 : 1;
  const shape = {
    rows,
    columns,
    samples,
    bytesPerSample: 1,
    bitsStored: 8,
    isSigned: false,
    colours: samples === 3 ? "RGB" : "MONOCHROME2",
  };
  return { rows, columns, samples, pixels: [...decodePng(png, shape)] };
}
