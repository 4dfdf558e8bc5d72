import assert from "node:assert/strict";
import { TextLineStream } from "../text_lines.ts";

/** No test waits this long; it only keeps a broken program from hanging the suite. */
export const patienceMs = 300_000;

/** One line of a command's log. */
export interface LogLine {
  readonly time?: string;
  readonly event: string;
  readonly batch?: string;
  readonly status?: string;
  readonly code?: string;
  readonly pid?: number;
  readonly url?: string;
  readonly images?: number;
  readonly target?: string;
  readonly reason?: string;
}

/** What a command that has ended left. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that is running, and its log as it comes. */
export class RunningIntake implements AsyncDisposable {
  readonly log: LogLine[] = [];
  readonly #child: Deno.ChildProcess;
  readonly #reading: Promise<void>;
  readonly #stdout: Promise<string>;
  /** Lines of its standard error that are no news. */
  readonly #said: string[] = [];
  #waiting: { seen: (line: LogLine) => boolean; resolve: (line: LogLine) => void }[] = [];

  constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.#reading = this.#read();
    this.#stdout = new Response(child.stdout).text();
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** The first line, past or future, that is looked for; rejects when the command ends without. */
  async until(seen: (line: LogLine) => boolean): Promise<LogLine> {
    const past = this.log.find(seen);
    if (past) return past;
    const future = Promise.withResolvers<LogLine>();
    this.#waiting.push({ seen, resolve: future.resolve });
    const ended = this.#reading.then(() => {
      throw new assert.AssertionError({
        message: `ended before: ${JSON.stringify(this.log.at(-1))} ${this.#said.join("\n")}`,
      });
    });
    const overdue = Promise.withResolvers<never>();
    const guard = setTimeout(
      () => overdue.reject(new Error(`not seen in time: ${seen}\n${this.#lastLines()}`)),
      patienceMs,
    );
    try {
      return await Promise.race([future.promise, ended, overdue.promise]);
    } finally {
      clearTimeout(guard);
    }
  }

  #lastLines(): string {
    return this.log.slice(-20).map((line) => JSON.stringify(line)).join("\n");
  }

  /** Waits until that many Batches have ended. */
  async untilEnded(count: number): Promise<void> {
    let ended = 0;
    const counted = new Set<LogLine>();
    await this.until((line) => {
      for (const each of this.log) {
        if (counted.has(each) || !each.status) continue;
        counted.add(each);
        ended++;
      }
      return ended >= count && line.status !== undefined;
    });
  }

  async stop(signal: Deno.Signal = "SIGTERM"): Promise<Deno.CommandStatus> {
    this.#child.kill(signal);
    return await this.status();
  }

  async status(): Promise<Deno.CommandStatus> {
    await Promise.all([this.#reading, this.#stdout]);
    return await this.#child.status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // it has ended already
    }
    await this.status();
  }

  async #read(): Promise<void> {
    for await (const text of this.#child.stderr.pipeThrough(new TextLineStream())) {
      if (!text.startsWith("{")) {
        this.#said.push(text);
        continue;
      }
      const line: LogLine = JSON.parse(text);
      this.log.push(line);
      const met = this.#waiting.filter(({ seen }) => seen(line));
      this.#waiting = this.#waiting.filter((waiting) => !met.includes(waiting));
      for (const { resolve } of met) resolve(line);
    }
  }
}
