export { StackCine };

const [slowest, fastest] = [1, 60];

/** Calls `step` at a rate of images per second while it plays. */
class StackCine {
  #isPlaying = false;
  #isChosen = false;
  #steppedAt = 0;

  constructor(root, step) {
    this.step = step;
    this.button = root.querySelector('[name="play"]');
    this.field = root.querySelector('[name="rate"]');
    this.field.addEventListener("change", () => {
      this.#isChosen = true;
      this.#show(this.field.valueAsNumber || slowest);
    });
  }

  /** Plays, or stops. */
  toggle() {
    this.#isPlaying = !this.#isPlaying;
    this.button.textContent = this.#isPlaying ? "Stop" : "Play";
    this.#steppedAt = performance.now();
    if (this.#isPlaying) this.#wait();
  }

  changeRate(by) {
    this.#isChosen = true;
    this.#show((this.field.valueAsNumber || slowest) + by);
  }

  /** The rate that an image recommends, unless a person has chosen another one. */
  suggest(rate) {
    if (!this.#isChosen) this.#show(rate);
  }

  #show(rate) {
    this.field.value = String(Math.min(fastest, Math.max(slowest, Math.round(rate))));
  }

  #wait() {
    requestAnimationFrame((now) => {
      if (!this.#isPlaying) return;
      const pause = 1000 / this.field.valueAsNumber;
      // half of an interval of the screen early, rather than late
      if (now - this.#steppedAt >= pause - 8) {
        this.#steppedAt = Math.max(this.#steppedAt + pause, now - pause);
        this.step();
      }
      this.#wait();
    });
  }
}
