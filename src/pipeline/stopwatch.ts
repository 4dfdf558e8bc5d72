import type { JobStage, Stage } from "../model/batch.ts";
/** How long each stage of a job took, in seconds, by a clock that never jumps. */
export class Stopwatch {
  readonly #startedAt = performance.now();
  readonly #seconds: Record<string, number> = {};
  #stage: Stage = "claimed";
  #stageAt = this.#startedAt;

  /** `onBegin` hears the name of each stage as it begins. */
  constructor(readonly onBegin: (stage: JobStage) => void = () => {}) {}

  get stage(): Stage {
    return this.#stage;
  }

  /** Ends the stage at hand and begins another. */
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
