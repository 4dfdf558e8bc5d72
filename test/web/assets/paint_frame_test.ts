import assert from "node:assert/strict";
import { frameOf } from "../../../src/web/assets/load_frame.mjs";
import { FramePainter, greyOf } from "../../../src/web/assets/paint_frame.mjs";

const facts = {
  rows: 1,
  columns: 3,
  channels: 1,
  type: "Uint8",
  slope: 1,
  intercept: 0,
  voi: "LINEAR",
  isInverted: false,
  hasOverlay: false,
};
const look = { window: { center: 128, width: 256 }, isInverted: false, hasOverlay: true };

/** What a painter draws, as red, green and blue of each pixel. */
function painted(
  changes: Readonly<Record<string, unknown>>,
  bytes: ArrayBufferView<ArrayBuffer>,
  view: Readonly<Record<string, unknown>> = {},
): number[][] {
  const drawn: Uint8ClampedArray[] = [];
  const context = {
    createImageData: (width: number, height: number) => ({
      width,
      height,
      data: new Uint8ClampedArray(4 * width * height),
    }),
    putImageData: ({ data }: { data: Uint8ClampedArray }) => void drawn.push(data),
  };
  const painter = new FramePainter({ getContext: () => context });
  painter.paint(frameOf({ ...facts, ...changes }, bytes.buffer), { ...look, ...view });
  const [pixels = new Uint8ClampedArray(0)] = drawn;
  return Array.from({ length: pixels.length / 4 }, (_, at) => {
    assert.equal(pixels[4 * at + 3], 255, "opaque");
    return [...pixels.subarray(4 * at, 4 * at + 3)];
  });
}

function greys(...values: readonly number[]): number[][] {
  return values.map((value) => [value, value, value]);
}

Deno.test("grey of 8 bits is drawn as it is in a window of its range, and inverted", () => {
  const values = Uint8Array.of(0, 100, 255);
  assert.deepEqual(painted({}, values), greys(0, 100, 255));
  assert.deepEqual(painted({ isInverted: true }, values), greys(255, 155, 0));
  assert.deepEqual(painted({}, values, { isInverted: true }), greys(255, 155, 0));
  assert.deepEqual(painted({ isInverted: true }, values, { isInverted: true }), greys(0, 100, 255));
});

Deno.test("signed, unsigned and floating-point values are rescaled and windowed", () => {
  const window = { center: 40, width: 400 };
  const signed = Int16Array.of(-2000, 40, 2000);
  assert.deepEqual(painted({ type: "Int16" }, signed, { window }), greys(0, 128, 255));
  const stored = Uint16Array.of(0, 1064, 65_535);
  const rescaled = { type: "Uint16", intercept: -1024 };
  assert.deepEqual(painted(rescaled, stored, { window }), greys(0, 128, 255));
  const real = Float32Array.of(0, 0.25, 0.5);
  const exact = { type: "Float32", voi: "LINEAR_EXACT" };
  const fine = { window: { center: 0.25, width: 0.5 } };
  assert.deepEqual(painted(exact, real, fine), greys(0, 128, 255));
});

Deno.test("the functions of a window are those of the standard", () => {
  const window = { center: 2048, width: 4096 };
  const linear = greyOf(facts, { window, isInverted: false });
  // PS3.3 C.11.2.1.2.1, note 3
  assert.deepEqual([linear(0), linear(4095)], [0, 255]);
  assert.equal(linear(2047), 127);
  const step = greyOf(facts, { window: { center: 2048, width: 1 }, isInverted: false });
  assert.deepEqual([step(2047), step(2048)], [0, 255]);
  const sigmoid = greyOf({ ...facts, voi: "SIGMOID" }, { window, isInverted: false });
  assert.deepEqual([sigmoid(2048), sigmoid(-1e6), sigmoid(1e6)], [128, 0, 255]);
  assert.equal(sigmoid(2048 + 1024), Math.round(255 / (1 + Math.exp(-1))));
});

Deno.test("colours have no window, and can be inverted", () => {
  const colours = { channels: 3, columns: 2 };
  const values = Uint8Array.of(255, 10, 0, 1, 2, 3);
  const narrow = { window: { center: 0, width: 1 } };
  assert.deepEqual(painted(colours, values, narrow), [[255, 10, 0], [1, 2, 3]]);
  assert.deepEqual(painted(colours, values, { isInverted: true }), [[0, 245, 255], [
    254,
    253,
    252,
  ]]);
});

Deno.test("an overlay is yellow, and can be hidden", () => {
  const bytes = Uint8Array.of(5, 6, 7, 0b101);
  const changes = { hasOverlay: true };
  const yellow = [255, 255, 0];
  assert.deepEqual(painted(changes, bytes), [yellow, [6, 6, 6], yellow]);
  assert.deepEqual(painted(changes, bytes, { hasOverlay: false }), greys(5, 6, 7));
});
