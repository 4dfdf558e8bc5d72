import type { PictureRequest, PictureResult } from "../model/review_picture.ts";
import type { FrameResult } from "../model/viewer_frame.ts";
import { Limiter } from "../system/limiter.ts";
import type { FrameRequest, ThreadAnswer, ThreadTask } from "./picture_messages.ts";
import { type PictureThread, startPictureThread } from "./picture_thread.ts";

/** The limits of a pool. */
export interface PoolLimits {
  /** Each needs memory for a frame: 50 MB for most images, at most about 600 MB. */
  readonly threads: number;
  /** Pictures and frames that are read or wait; further ones are refused. */
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
 * Renders pictures of images below one directory, and reads their frames, in threads that are
 * started for the first picture. The threads write nothing. The process that has the pool stays
 * responsive.
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

  /** Renders a picture of the image with this path. Never rejects. */
  async render(path: string, request: PictureRequest): Promise<PictureResult> {
    // a thread answers a request for a picture with a picture
    return await this.#add({ path, request }) as PictureResult;
  }

  /** Reads a frame of the image with this path, unless `signal` ends it before. Never rejects. */
  async read(path: string, request: FrameRequest, signal?: AbortSignal): Promise<FrameResult> {
    return await this.#add({ path, request }, signal) as FrameResult;
  }

  async #add(task: ThreadTask, signal?: AbortSignal): Promise<ThreadAnswer> {
    if (this.#pictures >= this.limits.pictures) return { fault: "busy" };
    this.#pictures++;
    try {
      return await this.#limiter.run(() =>
        signal?.aborted ? { fault: "busy" as const } : this.#answer(task)
      );
    } finally {
      this.#pictures--;
    }
  }

  async #answer(task: ThreadTask): Promise<ThreadAnswer> {
    if (this.#isClosed) return { fault: "busy" };
    clearTimeout(this.#endOfIdle);
    const thread = this.#idle.pop() ?? this.start(this.directory);
    this.#busy.add(thread);
    const result = await thread.render(task, this.limits.pictureMs);
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
