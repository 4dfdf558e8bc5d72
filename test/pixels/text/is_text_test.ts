import assert from "node:assert/strict";
import { isLine, isText, isTurnedText, linesInBoth } from "../../../src/pixels/text/is_text.ts";

function read(characters: string, probability = 0.9): ReturnType<typeof isText> {
  return isText(Array.from(characters, (character) => ({ character, probability })));
}

Deno.test("words, numbers and names in other scripts are text", () => {
  for (const text of ["5cm", "MILLER", "1.5", "12", "山田太郎", "ヤマダ"]) {
    assert.ok(read(text), text);
  }
});

Deno.test("what rulers, crosses and curves are read as is no text", () => {
  for (const text of ["", "1111", "hhhh", "+", "-.|", "0"]) {
    assert.ok(!read(text), text);
  }
});

Deno.test("characters that were guessed do not count", () => {
  assert.ok(!read("MILLER", 0.5));
  assert.ok(!read("ML", 0.7));
  assert.ok(read("MIL", 0.7), "three of them");
});

Deno.test("another direction needs more different characters", () => {
  const characters = Array.from("Li1", (character) => ({ character, probability: 0.9 }));
  assert.ok(isTurnedText(characters));
  assert.ok(!isTurnedText(characters.slice(1)));
});

const line = { left: 10, top: 10, right: 90, bottom: 30, score: 0.99, filled: 0.9 };

Deno.test("a long, filled and probable box is a line", () => {
  assert.ok(isLine(line));
});

Deno.test("a blot, a curve, a square, an upright, a high or an improbable box is no line", () => {
  assert.ok(!isLine({ ...line, filled: 0.6 }));
  assert.ok(!isLine({ ...line, score: 0.9 }));
  assert.ok(!isLine({ ...line, right: 40 }));
  assert.ok(!isLine({ ...line, right: 30, bottom: 90 }));
  assert.ok(!isLine({ ...line, right: 500, bottom: 80 }));
});

Deno.test("a small line may be less probable, if it is well filled", () => {
  const small = { ...line, bottom: 22, score: 0.975, filled: 0.88 };
  assert.ok(isLine(small));
  assert.ok(!isLine({ ...small, bottom: 31 }));
  assert.ok(!isLine({ ...small, filled: 0.82 }));
  assert.ok(!isLine({ ...small, score: 0.96 }));
});

Deno.test("a small box that both sizes of a picture show is a line, though less filled and probable", () => {
  const small = { left: 313.5, top: 190, right: 381, bottom: 203.5, score: 0.983, filled: 0.908 };
  const large = {
    left: 312.3,
    top: 187.3,
    right: 384.7,
    bottom: 206.7,
    score: 0.968,
    filled: 0.721,
  };
  const inBoth = (one: typeof small, other: typeof small) => linesInBoth([one], [line, other]).size;
  assert.equal(inBoth(small, large), 2);
  assert.equal(inBoth(small, { ...large, left: 250, right: 320 }), 0, "another place");
  assert.equal(inBoth(small, { ...large, right: 540 }), 0, "another size");
  assert.equal(inBoth(small, { ...large, score: 0.85 }), 0);
  assert.equal(inBoth({ ...small, bottom: 212 }, { ...large, bottom: 212 }), 0, "too high");
  const square = { ...small, right: 335 };
  assert.equal(inBoth(square, square), 0);
});
