export { FramePainter, greyOf };

const black = 0xff000000;
const yellow = 0xff00ffff;
const allColours = 0x00ffffff;

/**
 * Draws a frame in its own size, one pixel of the canvas for each of the image. `look` has the
 * window, and whether it is inverted and has its overlay.
 */
class FramePainter {
  #context;
  #picture;
  #pixels;
  #table;
  #tableKey;

  constructor(canvas) {
    this.canvas = canvas;
    this.#context = canvas.getContext("2d", { alpha: false });
  }

  paint({ facts, values, overlay }, look) {
    this.#resize(facts);
    if (facts.channels === 3) paintColours(this.#pixels, values, look.isInverted);
    else if (facts.type === "Float32") paintGrey(this.#pixels, values, greyOf(facts, look));
    else paintByTable(this.#pixels, values, this.#tableOf(facts, look));
    if (overlay && look.hasOverlay) paintOverlay(this.#pixels, overlay);
    this.#context.putImageData(this.#picture, 0, 0);
  }

  #resize({ rows, columns }) {
    if (this.#picture?.width === columns && this.#picture.height === rows) return;
    Object.assign(this.canvas, { width: columns, height: rows });
    this.#picture = this.#context.createImageData(columns, rows);
    this.#pixels = new Uint32Array(this.#picture.data.buffer);
  }

  /** The pixel for each value of up to 16 bits; kept while nothing changes. */
  #tableOf(facts, look) {
    const { type, slope, intercept, voi, isInverted } = facts;
    const key = JSON.stringify([
      type,
      slope,
      intercept,
      voi,
      isInverted,
      look.window,
      look.isInverted,
    ]);
    if (key === this.#tableKey) return this.#table;
    const grey = greyOf(facts, look);
    const table = new Uint32Array(type === "Uint8" ? 256 : 65_536);
    for (let at = 0; at < table.length; at++) {
      table[at] = pixelOf(grey(type === "Int16" ? at << 16 >> 16 : at));
    }
    this.#tableKey = key;
    return this.#table = table;
  }
}

/** The function from a stored value to a grey of 0 to 255 (PS3.3 C.11.2.1.2 and C.11.2.1.3). */
function greyOf({ slope, intercept, voi, isInverted }, look) {
  const { center, width } = look.window;
  const turned = isInverted !== look.isInverted;
  const inWindow = voi === "SIGMOID"
    ? (value) => 255 / (1 + Math.exp(-4 * (value - center) / width))
    : voi === "LINEAR_EXACT"
    ? (value) => ((value - center) / width + 0.5) * 255
    : (value) => ((value - center + 0.5) / Math.max(width - 1, 1e-6) + 0.5) * 255;
  return (value) => {
    const grey = Math.round(Math.min(255, Math.max(0, inWindow(value * slope + intercept))));
    return turned ? 255 - grey : grey;
  };
}

function pixelOf(grey) {
  return (black | grey << 16 | grey << 8 | grey) >>> 0;
}

function paintByTable(pixels, values, table) {
  const mask = table.length - 1;
  for (let at = 0; at < pixels.length; at++) pixels[at] = table[values[at] & mask];
}

function paintGrey(pixels, values, grey) {
  for (let at = 0; at < pixels.length; at++) pixels[at] = pixelOf(grey(values[at]));
}

function paintColours(pixels, values, isInverted) {
  const change = isInverted ? allColours : 0;
  for (let at = 0, from = 0; at < pixels.length; at++, from += 3) {
    pixels[at] = (black | values[from + 2] << 16 | values[from + 1] << 8 | values[from]) ^ change;
  }
}

function paintOverlay(pixels, bits) {
  for (let at = 0; at < pixels.length; at++) {
    if (bits[at >>> 3] >>> (at & 7) & 1) pixels[at] = yellow;
  }
}
