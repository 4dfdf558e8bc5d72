import type { JobStage, Stage } from "../model/batch.ts";
/** Measures how long each stage of a job takes, in seconds, by a monotonic clock. */
export class Stopwatch {
  readonly #startedAt = performance.now();
  readonly #seconds: Record<string, number> = {};
  #stage: Stage = "claimed";
  #stageAt = this.#startedAt;

  /** `onBegin` is called with each stage when it begins. */
  constructor(readonly onBegin: (stage: JobStage) => void = () => {}) {}

  get stage(): Stage {
    return this.#stage;
  }

  /** Ends the current stage and begins another. */
  begin(stage: JobStage): void {
    this.#close();
    this.#stage = stage;
    this.onBegin(stage);
  }

  seconds(): Record<string, number> {
    this.#close();
    return { ...this.#seconds };
  }

  total(): number {
    return rounded(performance.now() - this.#startedAt);
  }

  #close(): void {
    const now = performance.now();
    this.#seconds[this.#stage] = rounded(now - this.#stageAt);
    this.#stageAt = now;
  }
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds) / 1000;
}
