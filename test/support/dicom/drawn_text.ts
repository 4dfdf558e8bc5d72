/** Letters of 5 × 7 dots: each number is a row, its highest of five bits the left dot. */
const letters: Readonly<Record<string, readonly number[]>> = {
  A: [14, 17, 17, 31, 17, 17, 17],
  D: [30, 17, 17, 17, 17, 17, 30],
  E: [31, 16, 16, 30, 16, 16, 31],
  J: [7, 2, 2, 2, 2, 18, 12],
  N: [17, 25, 21, 19, 17, 17, 17],
  O: [14, 17, 17, 17, 17, 17, 14],
  "^": [4, 10, 17, 0, 0, 0, 0],
};

/** A frame of 8 bits, row by row. */
export interface DrawnFrame {
  readonly rows: number;
  readonly columns: number;
  readonly pixels: Uint8Array;
}

/** A frame of tissue, dark at its edges. */
export function tissueFrame(rows: number, columns: number): DrawnFrame {
  const pixels = new Uint8Array(rows * columns);
  for (let at = 0; at < pixels.length; at++) {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const far = Math.hypot(row / rows - 0.6, column / columns - 0.5);
    const speckle = 12 * Math.sin(row * 0.9) * Math.cos(column * 0.7 + row * 0.31);
    pixels[at] = far < 0.3 ? 70 + speckle : 4;
  }
  return { rows, columns, pixels };
}

/** Draws `JANE^DOE` and the like, 7 × `size` pixels high. */
export function drawText(
  { rows, columns, pixels }: DrawnFrame,
  text: string,
  { left, top, size, value = 230 }: {
    readonly left: number;
    readonly top: number;
    readonly size: number;
    readonly value?: number;
  },
): void {
  for (const [at, letter] of [...text].entries()) {
    for (const [line, dots] of (letters[letter] ?? []).entries()) {
      for (let dot = 0; dot < 5; dot++) {
        if (((dots >> (4 - dot)) & 1) === 0) continue;
        for (let pixel = 0; pixel < size * size; pixel++) {
          const row = top + line * size + Math.floor(pixel / size);
          const column = left + (6 * at + dot) * size + pixel % size;
          if (row < rows && column < columns) pixels[row * columns + column] = value;
        }
      }
    }
  }
}
