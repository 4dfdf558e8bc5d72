import type { PictureRequest, PictureResult } from "../model/review_picture.ts";
import { Limiter } from "../system/limiter.ts";
import { type PictureThread, startPictureThread } from "./picture_thread.ts";

/** The limits of a pool. */
export interface PoolLimits {
  /** Each needs memory for a frame: 50 MB for most images, at most about 600 MB. */
  readonly threads: number;
  /** Pictures that are rendered or wait; further ones are refused. */
  readonly pictures: number;
  /** The longest time for a picture. */
  readonly pictureMs: number;
  /** A thread without work ends after this time, which releases its memory. */
  readonly idleMs: number;
}

const defaultLimits: PoolLimits = {
  threads: 2,
  pictures: 100,
  pictureMs: 20_000,
  idleMs: 300_000,
};

/**
 * Renders pictures of originals below one directory, in threads that are started for the first
 * picture. The threads write nothing. The process that has the pool stays responsive.
 */
export class PicturePool implements Disposable {
  readonly #limiter: Limiter;
  readonly #idle: PictureThread[] = [];
  readonly #busy = new Set<PictureThread>();
  #pictures = 0;
  #isClosed = false;
  #endOfIdle: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly directory: string,
    readonly limits: PoolLimits = defaultLimits,
    readonly start: (directory: string) => PictureThread = startPictureThread,
  ) {
    this.#limiter = new Limiter(limits.threads);
  }

  /** Renders a picture of the original with this path. Never rejects. */
  async render(path: string, request: PictureRequest): Promise<PictureResult> {
    if (this.#pictures >= this.limits.pictures) return { fault: "busy" };
    this.#pictures++;
    try {
      return await this.#limiter.run(() => this.#render(path, request));
    } finally {
      this.#pictures--;
    }
  }

  async #render(path: string, request: PictureRequest): Promise<PictureResult> {
    if (this.#isClosed) return { fault: "busy" };
    clearTimeout(this.#endOfIdle);
    const thread = this.#idle.pop() ?? this.start(this.directory);
    this.#busy.add(thread);
    const result = await thread.render({ path, request }, this.limits.pictureMs);
    this.#busy.delete(thread);
    if (!thread.hasEnded) this.#idle.push(thread);
    if (!this.#isClosed) {
      clearTimeout(this.#endOfIdle);
      this.#endOfIdle = setTimeout(() => this.#endIdle(), this.limits.idleMs);
      Deno.unrefTimer(this.#endOfIdle);
    }
    return result;
  }

  #endIdle(): void {
    for (const thread of this.#idle.splice(0)) thread.end();
  }

  /** Ends all threads; pictures that wait are refused. */
  [Symbol.dispose](): void {
    this.#isClosed = true;
    clearTimeout(this.#endOfIdle);
    for (const thread of this.#busy) thread.end();
    this.#endIdle();
  }
}
