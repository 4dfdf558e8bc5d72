/** Pixel data of every kind: whole numbers, floats, doubles (PS3.3 C.7.6.3, C.7.6.24). */
export function isPixelData(tag: number): boolean {
  return tag === 0x7fe00010 || tag === 0x7fe00008 || tag === 0x7fe00009;
}
