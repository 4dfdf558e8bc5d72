/** A font of 5 × 7 samples: five columns per character, the lowest bit on top. */
const font: Readonly<Record<string, string>> = {
  A: "7e1111117e",
  B: "7f49494936",
  C: "3e41414122",
  D: "7f4141221c",
  E: "7f49494941",
  F: "7f09090901",
  G: "3e4149497a",
  H: "7f0808087f",
  I: "00417f4100",
  J: "2040413f01",
  K: "7f08142241",
  L: "7f40404040",
  M: "7f020c027f",
  N: "7f0408107f",
  O: "3e4141413e",
  P: "7f09090906",
  Q: "3e4151215e",
  R: "7f09192946",
  S: "4649494931",
  T: "01017f0101",
  U: "3f4040403f",
  V: "1f2040201f",
  W: "3f4038403f",
  X: "6314081463",
  Y: "0708700807",
  Z: "6151494543",
  0: "3e5149453e",
  1: "00427f4000",
  2: "4261514946",
  3: "2141454b31",
  4: "1814127f10",
  5: "2745454539",
  6: "3c4a494930",
  7: "0171090503",
  8: "3649494936",
  9: "064949291e",
  "-": "0808080808",
  ".": "0060600000",
  "/": "2010080402",
  ":": "0036360000",
};
const scale = 2;

/** A text in an image and its position. It is 14 samples high and 12 samples wide per character. */
export interface DrawnText {
  readonly text: string;
  readonly left: number;
  readonly top: number;
}

export const textHeight = 7 * scale;

/** Calls a function for each sample in the box of a text, and passes whether a stroke covers it. */
export function eachSample(
  { text, left, top }: DrawnText,
  visit: (x: number, y: number, isStroke: boolean) => void,
): void {
  [...plain(text)].forEach((sign, place) => {
    const columns = font[sign] ?? "0000000000";
    for (let x = 0; x < 6 * scale; x++) {
      const column = Math.floor(x / scale);
      const bits = column < 5 ? Number.parseInt(columns.slice(column * 2, column * 2 + 2), 16) : 0;
      for (let y = 0; y < textHeight; y++) {
        const isStroke = (bits >> Math.floor(y / scale) & 1) === 1;
        visit(left + place * 6 * scale + x, top + y, isStroke);
      }
    }
  });
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[łŁ]/g, "L").replace(/[ıİ]/g, "I")
    .replace(/[øØ]/g, "O").toUpperCase();
}
