/**
 * The pixels of a synthetic CT slice: a body, two dark lungs that grow from slice to slice, and a
 * bright spine. Signed 16 bit little endian, `size` × `size`, in Hounsfield units.
 */
export function phantom(size: number, slice: number, slices: number): Uint8Array {
  const pixels = new Int16Array(size * size);
  const lung = 0.16 + 0.1 * Math.sin(Math.PI * (slice + 0.5) / slices);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const x = column / size - 0.5;
      const y = row / size - 0.5;
      pixels[row * size + column] = density(x, y, lung) + (row * 7 + column * 13 + slice) % 9;
    }
  }
  return new Uint8Array(pixels.buffer);
}

function density(x: number, y: number, lung: number): number {
  if (inEllipse(x, y, 0.45, 0.35) > 1) return -1000;
  if (inEllipse(x, y - 0.24, 0.05, 0.06) <= 1) return 700;
  if (inEllipse(Math.abs(x) - 0.2, y, lung * 0.6, lung) <= 1) return -800;
  return 40;
}

function inEllipse(x: number, y: number, width: number, height: number): number {
  return (x / width) ** 2 + (y / height) ** 2;
}
