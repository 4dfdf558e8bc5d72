export { PicturePlace };

const [least, most] = [0.2, 30];

/**
 * Zooms and moves the canvas in its stage, with a transformation. A zoom of 1 shows the whole
 * picture; `x` and `y` are pixels of the page from the middle.
 */
class PicturePlace {
  #size;
  zoom = 1;
  x = 0;
  y = 0;

  constructor(stage, canvas, onChange) {
    Object.assign(this, { stage, canvas, onChange });
    new ResizeObserver(() => this.apply()).observe(stage);
  }

  /** The pixels of the page for each column of the image. */
  get scale() {
    const { rows, columns, pixelHeight } = this.#size;
    const { clientWidth, clientHeight } = this.stage;
    return this.zoom * Math.min(clientWidth / columns, clientHeight / (rows * pixelHeight));
  }

  /** Called with each picture; images of a series can differ in size. */
  fit({ rows, columns, pixelHeight }) {
    const before = this.#size;
    const isSame = rows === before?.rows && columns === before.columns &&
      pixelHeight === before.pixelHeight;
    this.#size = { rows, columns, pixelHeight };
    if (!isSame) this.apply();
  }

  /** Zooms by a factor, around a point given from the middle of the stage. */
  zoomBy(factor, [x, y] = [0, 0]) {
    if (!this.#size) return;
    const onePixel = this.zoom / this.scale; // the zoom of a scale of 1
    const zoom = Math.min(
      Math.max(most, onePixel),
      Math.max(Math.min(least, onePixel), this.zoom * factor),
    );
    this.x = x - (x - this.x) * zoom / this.zoom;
    this.y = y - (y - this.y) * zoom / this.zoom;
    this.zoom = zoom;
    this.apply();
  }

  /** Shows one pixel of the image as one pixel of the page. */
  showPixels() {
    if (this.#size) this.zoomBy(1 / this.scale);
  }

  moveBy(x, y) {
    this.x += x;
    this.y += y;
    this.apply();
  }

  /** Shows the whole picture. */
  reset() {
    Object.assign(this, { zoom: 1, x: 0, y: 0 });
    this.apply();
  }

  apply() {
    if (!this.#size) return; // no picture yet
    const { rows, columns, pixelHeight } = this.#size;
    const { clientWidth, clientHeight } = this.stage;
    const { scale } = this;
    this.#keepVisible(columns * scale, rows * scale * pixelHeight);
    const left = (clientWidth - columns * scale) / 2 + this.x;
    const top = (clientHeight - rows * scale * pixelHeight) / 2 + this.y;
    this.canvas.style.transform = `translate(${left}px, ${top}px) scale(${scale}, ${
      scale * pixelHeight
    })`;
    this.onChange();
  }

  /** At least the middle of the stage, or of the picture, stays within the other one. */
  #keepVisible(width, height) {
    const [farX, farY] = [
      Math.max(width, this.stage.clientWidth) / 2,
      Math.max(height, this.stage.clientHeight) / 2,
    ];
    this.x = Math.min(farX, Math.max(-farX, this.x));
    this.y = Math.min(farY, Math.max(-farY, this.y));
  }
}
