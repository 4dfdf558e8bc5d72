import * as Tag from "./tag.ts";

/** Pixel data of every kind: whole numbers, floats, doubles (PS3.3 C.7.6.3, C.7.6.24). */
export function isPixelData(tag: number): boolean {
  return tag === Tag.PixelData || tag === Tag.FloatPixelData || tag === Tag.DoubleFloatPixelData;
}
