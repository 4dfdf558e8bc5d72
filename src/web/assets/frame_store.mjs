export { FrameStore };

/** Frames that are loaded ahead of the position, at most. */
const mostAhead = 1000;
/** Assumed until a frame was loaded: 512 × 512 values of 16 bits. */
const usualBytes = 512 * 1024;

/**
 * Keeps the frames around the position in at most `mostBytes`, and loads them, the nearest first, in
 * the direction of the last movement, at most `atOnce` at the same time. `load(at, signal)` resolves
 * to a frame with its number of `bytes`, and rejects with an Error whose message is shown; it may be
 * `isTransient`. `onLoad` is called with the place of each frame that was loaded or failed.
 */
class FrameStore {
  #frames = new Map();
  #loading = new Map();
  #bytes = 0;
  #largest = 0;
  #at = 0;
  #direction = 1;

  constructor(count, load, { mostBytes, atOnce, onLoad }) {
    Object.assign(this, { count, load, mostBytes, atOnce, onLoad });
  }

  /** The number of bytes of the frames that are loaded. */
  get bytes() {
    return this.#bytes;
  }

  /** A loaded frame, `{fault}`, or undefined while it is loaded. */
  get(at) {
    return this.#frames.get(at);
  }

  /** How many of the frames are loaded. */
  get loaded() {
    return this.#frames.size;
  }

  /** Moves the position. A frame whose fault was transient is loaded again. */
  move(at) {
    if (this.#frames.get(at)?.isTransient) this.#frames.delete(at);
    if (at !== this.#at) this.#direction = at > this.#at ? 1 : -1;
    this.#at = at;
    this.#fill();
  }

  /** Loads the frames that are wanted, and ends the loading of others. */
  #fill() {
    const wanted = this.#wanted();
    for (const [at, controller] of this.#loading) {
      if (!wanted.has(at)) this.#cancel(at, controller);
    }
    for (const at of wanted) {
      if (this.#frames.has(at) || this.#loading.has(at)) continue;
      if (this.#loading.size >= this.atOnce) {
        if (at !== this.#at) return;
        const [farthest, controller] = [...this.#loading].reduce((one, other) =>
          this.#distance(one[0]) >= this.#distance(other[0]) ? one : other
        );
        this.#cancel(farthest, controller);
      }
      this.#start(at);
    }
  }

  /** The places of the frames that fit, the nearest first. */
  #wanted() {
    const fitting = Math.floor(this.mostBytes / Math.max(this.#largest, 1));
    const most = Math.max(1, this.#largest ? fitting : this.mostBytes / usualBytes);
    const wanted = new Set();
    for (let distance = 0; wanted.size < most && distance < mostAhead; distance++) {
      for (
        const at of [this.#at + distance * this.#direction, this.#at - distance * this.#direction]
      ) {
        if (at >= 0 && at < this.count && wanted.size < most) wanted.add(at);
      }
    }
    return wanted;
  }

  #distance(at) {
    return Math.abs(at - this.#at);
  }

  #cancel(at, controller) {
    this.#loading.delete(at);
    controller.abort();
  }

  async #start(at) {
    const controller = new AbortController();
    this.#loading.set(at, controller);
    const frame = await this.load(at, controller.signal)
      .catch(({ message, isTransient }) => ({ fault: message, isTransient, bytes: 0 }));
    if (this.#loading.get(at) !== controller) return; // it is not wanted any more
    this.#loading.delete(at);
    this.#frames.set(at, frame);
    this.#bytes += frame.bytes;
    this.#largest = Math.max(this.#largest, frame.bytes);
    this.#evict();
    this.onLoad(at);
    this.#fill();
  }

  /** Forgets the farthest frames, never the one at the position. */
  #evict() {
    if (this.#bytes <= this.mostBytes) return;
    const places = [...this.#frames.keys()].sort((a, b) => this.#distance(b) - this.#distance(a));
    for (const at of places) {
      if (this.#bytes <= this.mostBytes || at === this.#at) return;
      this.#bytes -= this.#frames.get(at).bytes;
      this.#frames.delete(at);
    }
  }
}
