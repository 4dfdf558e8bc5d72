import { FrameStore } from "./frame_store.mjs";
import { loadFrame } from "./load_frame.mjs";
import { FramePainter } from "./paint_frame.mjs";
import { PicturePlace } from "./place_picture.mjs";
import { StackCine } from "./stack_cine.mjs";
import { addControls } from "./stack_controls.mjs";
import { addGestures } from "./stack_gestures.mjs";
import { addKeys } from "./stack_keys.mjs";
import { StackLabels } from "./stack_labels.mjs";
import { StackWindow } from "./stack_window.mjs";

/** The values of 500 images of a CT; on a phone, of fewer. */
const mostBytes = matchMedia("(max-width: 760px)").matches ? 96 << 20 : 256 << 20;
/** A browser opens six connections to a server. */
const atOnce = 4;

const root = document.querySelector("#stack");
if (root) open(root);

/** Loads the list of the images of a stack, and shows them. */
async function open(root) {
  const state = root.querySelector(".state");
  const response = await fetch(root.dataset.stack, { cache: "no-store", redirect: "manual" })
    .catch(() => undefined);
  if (!response?.ok) return void (state.textContent = "The list of the images cannot be loaded.");
  const { images, isCut } = await response.json();
  const items = images.flatMap(({ uid, number, frames }) =>
    Array.from({ length: frames }, (_, at) => ({ uid, number, frames, frame: at + 1 }))
  );
  if (items.length === 0) return void (state.textContent = "There is no image to be shown.");
  root.querySelector("[data-cut]").hidden = !isCut;
  new StackViewer(root, items).go(items.findIndex(({ uid }) => uid === root.dataset.start));
}

/** A stack of images, of which one is shown. The window is kept while others are shown. */
class StackViewer {
  at = 0;
  isInverted = false;
  hasOverlay = true;
  #isRequested = false;

  constructor(root, items) {
    this.root = root;
    this.items = items;
    this.stage = root.querySelector(".stage");
    const canvas = root.querySelector("canvas");
    this.canvas = canvas;
    this.painter = new FramePainter(canvas);
    this.labels = new StackLabels(root, items);
    this.window = new StackWindow(root, () => this.request());
    this.place = new PicturePlace(this.stage, canvas, () => this.labels.showZoom(this.place.scale));
    this.store = new FrameStore(items.length, (at, signal) => loadFrame(items[at], signal), {
      mostBytes,
      atOnce,
      onLoad: (at) => this.#loaded(at),
    });
    this.cine = new StackCine(root, () => this.#step());
    const actions = this.#actions();
    addGestures(this.stage, actions);
    addKeys(canvas, actions);
    addControls(root, actions);
    if (document.activeElement === document.body) canvas.focus({ preventScroll: true });
  }

  /** Shows the image at a place; the first or the last one beyond the ends. */
  go(at) {
    this.at = Math.min(this.items.length - 1, Math.max(0, at));
    this.store.move(this.at);
    this.request();
  }

  /** Draws once before the browser does. */
  request() {
    if (this.#isRequested) return;
    this.#isRequested = true;
    requestAnimationFrame(() => {
      this.#isRequested = false;
      this.#draw();
    });
  }

  #draw() {
    const frame = this.store.get(this.at);
    this.stage.dataset.state = frame ? frame.fault ? "fault" : "shown" : "loading";
    this.labels.showPlace(this.at, frame);
    if (!frame || frame.fault) return;
    this.window.show(frame.facts);
    this.place.fit(frame.facts);
    const { isInverted, hasOverlay } = this;
    this.painter.paint(frame, { isInverted, hasOverlay, window: this.window.current });
    this.canvas.dataset.at = String(this.at + 1);
    this.canvas.dataset.drawn = String(Number(this.canvas.dataset.drawn ?? 0) + 1);
  }

  #loaded(at) {
    this.labels.showLoaded(this.store.loaded);
    const { facts } = this.store.get(at);
    if (facts?.rate) this.cine.suggest(facts.rate);
    if (at === this.at) this.request();
  }

  /** The next image of the cine, if this one was loaded. */
  #step() {
    if (this.store.get(this.at)) this.go((this.at + 1) % this.items.length);
  }

  /** What mouse, keys and controls do. */
  #actions() {
    const { cine, place, window } = this;
    return {
      go: (at) => this.go(at),
      isStack: this.items.length > 1,
      scroll: (steps) => steps !== 0 && this.go(this.at + steps),
      scrollPixels: () => Math.min(24, Math.max(3, this.stage.clientHeight / this.items.length)),
      tool: () => this.root.querySelector('[name="tool"]:checked').value,
      changeWindow: (x, y) => window.change(x, y),
      choosePreset: (number) => window.choose(number),
      pan: (x, y) => place.moveBy(x, y),
      zoom: (factor, around) => place.zoomBy(factor, around),
      fit: () => place.reset(),
      showPixels: () => place.showPixels(),
      play: () => this.items.length > 1 && cine.toggle(),
      changeRate: (by) => cine.changeRate(by),
      invert: () => this.#toggle("isInverted", "invert"),
      toggleOverlays: () => {
        this.#toggle("hasOverlay", "overlays");
        this.stage.classList.toggle("bare", !this.hasOverlay);
      },
      reset: () => {
        if (this.isInverted) this.#toggle("isInverted", "invert");
        place.reset();
        window.choose(1);
      },
    };
  }

  #toggle(name, button) {
    this[name] = !this[name];
    this.root.querySelector(`[name="${button}"]`).ariaPressed = String(this[name]);
    this.request();
  }
}
