export { StackWindow };

/** Windows that depend on the image. */
const presets = {
  own: ({ windows, range }) => windows[0] ?? range,
  own2: ({ windows, range }) => windows[1] ?? windows[0] ?? range,
  own3: ({ windows, range }) => windows[2] ?? windows[0] ?? range,
  range: ({ range }) => range,
};

/**
 * The window of the images. At first, each image has its own one; a window that was chosen is kept
 * for all images. `onChange` is called when another one was chosen.
 */
class StackWindow {
  #facts;
  #chosen;

  constructor(root, onChange) {
    this.onChange = onChange;
    this.select = root.querySelector('[name="preset"]');
    this.fields = ["width", "center"].map((name) => root.querySelector(`[name="${name}"]`));
    this.label = root.querySelector('[data-shown="window"]');
    this.grey = root.querySelectorAll("[data-grey]");
    this.select.addEventListener("change", () => this.#choose(this.select.value));
    for (const field of this.fields) {
      field.addEventListener("change", () => {
        const [width, center] = this.fields.map(({ valueAsNumber }) => valueAsNumber);
        if (Number.isFinite(width) && Number.isFinite(center)) this.#set({ width, center });
      });
    }
  }

  /** The window of the image that is shown. */
  get current() {
    return this.#chosen ?? presets[this.select.value](this.#facts);
  }

  /** Shows the window of another image; a colour image has none. */
  show(facts) {
    this.#facts = facts;
    const isColour = facts.channels === 3;
    for (const part of this.grey) part.hidden = isColour;
    if (isColour) return;
    for (const [at, name] of ["own2", "own3"].entries()) {
      const option = this.select.querySelector(`[value="${name}"]`);
      option.hidden = facts.windows.length < at + 2 && !option.selected;
    }
    const { width, center } = this.current;
    const shown = [width, center].map(rounded);
    this.label.textContent = `W ${shown[0]} L ${shown[1]}`;
    for (const [at, field] of this.fields.entries()) {
      if (field !== document.activeElement) field.value = shown[at];
    }
  }

  /** Changes width and center by pixels of the page. */
  change(x, y) {
    if (!this.#facts || this.#facts.channels === 3) return;
    const { width, center } = this.current;
    const step = Math.max(width / 300, this.#least / 2);
    this.#set({ width: width + x * step, center: center + y * step });
  }

  /** Chooses an option of the list, counted from 1. */
  choose(number) {
    const offered = [...this.select.options].filter(({ hidden }) => !hidden);
    if (offered[number - 1]) this.#choose(offered[number - 1].value);
  }

  /** The least width (PS3.3 C.11.2.1.2.1). */
  get #least() {
    return this.#facts.voi === "LINEAR" ? 1 : 1e-6;
  }

  #choose(value) {
    const [width, center] = value.split(" ").map(Number);
    this.#chosen = value in presets ? undefined : { width, center };
    this.select.value = value;
    this.onChange();
  }

  #set({ width, center }) {
    this.#chosen = { width: Math.max(this.#least, width), center };
    this.select.value = "custom";
    this.onChange();
  }
}

/** Whole numbers, or three digits of small ones. */
function rounded(value) {
  return String(Math.abs(value) >= 10 ? Math.round(value) : Number(value.toPrecision(3)));
}
