export { StackLabels };

/** The texts of the viewer; none of them is from a patient. */
class StackLabels {
  constructor(root, items) {
    const shown = (name) => root.querySelector(`[data-shown="${name}"]`);
    Object.assign(this, { items, state: root.querySelector(".state") });
    this.canvas = root.querySelector("canvas");
    this.slider = root.querySelector('[name="at"]');
    this.link = root.querySelector("[data-link]");
    this.parts = Object.fromEntries(
      ["place", "image", "size", "zoom", "notes", "loaded"].map((name) => [name, shown(name)]),
    );
    this.slider.max = String(items.length);
    for (const part of root.querySelectorAll("[data-stack-only]")) part.hidden = items.length < 2;
  }

  /** Shows which image is wanted, and why it is not shown, if it is not. */
  showPlace(at, frame) {
    const { uid, number, frames, frame: frameNumber } = this.items[at];
    const { place, image, size, notes } = this.parts;
    place.textContent = `${at + 1} of ${this.items.length}`;
    image.textContent = [
      number === null ? [] : `No. ${number}`,
      frames > 1 ? `frame ${frameNumber} of ${frames}` : [],
    ].flat().join(", ");
    const { facts, fault } = frame ?? {};
    size.textContent = facts ? `${facts.columns} × ${facts.rows}` : "";
    notes.textContent = facts?.notes.join(" ") ?? "";
    this.state.textContent = fault ?? (frame ? "" : `Loading image ${at + 1} …`);
    this.state.hidden = facts !== undefined;
    this.canvas.ariaLabel = `Image ${at + 1} of ${this.items.length}`;
    this.slider.value = String(at + 1);
    this.slider.ariaValueText = this.canvas.ariaLabel;
    if (this.link) this.link.href = `/images/${uid}`;
  }

  showZoom(scale) {
    this.parts.zoom.textContent = `Zoom ${Math.round(scale * 100)} %`;
  }

  showLoaded(count) {
    const { length } = this.items;
    this.parts.loaded.textContent = count < length ? `${count} of ${length} loaded` : "";
  }
}
