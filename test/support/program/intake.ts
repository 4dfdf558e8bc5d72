import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import config from "../../../deno.json" with { type: "json" };
import { type Database, openDatabase } from "../../../src/database/open_database.ts";
import { prepareState } from "../database/prepared_state.ts";
import { TextLineStream } from "../text_lines.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** No test waits this long; it only keeps a broken program from hanging the suite. */
const retryBudgetMs = 300_000;

/** One line of a command's log. */
export interface LogLine {
  readonly event: string;
  readonly batch?: string;
  readonly status?: string;
  readonly code?: string;
  readonly pid?: number;
  readonly url?: string;
  readonly images?: number;
}

/** What a command that has ended left. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program as its users run it, in a directory of its own. */
export class IntakeUnderTest {
  readonly inbox: string;
  readonly stateDir: string;
  readonly env: Record<string, string>;

  /** Whether the program has to make its PostgreSQL cluster and schema itself. */
  isFirstStart = false;

  constructor(readonly directory: string, env: Record<string, string> = {}) {
    this.inbox = `${directory}/inbox`;
    this.stateDir = `${directory}/state`;
    Deno.mkdirSync(this.inbox, { recursive: true });
    this.env = {
      DATA_BASE: this.inbox,
      OUTPUT_BASE: `${directory}/output`,
      STATE_DIR: this.stateDir,
      MIN_FREE: "0",
      LOG: "json",
      ...env,
    };
  }

  /** Runs a command to its end. */
  async run(name: keyof typeof config.tasks, ...args: string[]): Promise<Ended> {
    const output = await this.#command(name, args, {}).output();
    const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
    return { code: output.code, stdout: decode(output.stdout), stderr: decode(output.stderr) };
  }

  /** Starts a command that goes on. */
  start(
    name: keyof typeof config.tasks,
    args: readonly string[] = [],
    env: Record<string, string> = {},
  ): RunningIntake {
    return new RunningIntake(this.#command(name, args, env).spawn());
  }

  /** Starts a command under another: `strace …`, `ip netns exec …`. */
  startUnder(
    [program = "", ...words]: readonly string[],
    name: keyof typeof config.tasks,
    args: readonly string[] = [],
    env: Record<string, string> = {},
  ): RunningIntake {
    return new RunningIntake(this.#command(name, args, env, program, words).spawn());
  }

  /** Opens the catalogue beside whatever runs. */
  async database(): Promise<Database> {
    const { DATABASE_URL: databaseUrl } = this.env;
    this.#prepare(this.env);
    return await openDatabase({ stateDir: this.stateDir, databaseUrl, connections: 2 });
  }

  #prepare(env: Record<string, string>): void {
    if (this.isFirstStart || env["DATABASE_URL"] || env["STATE_DIR"] !== this.stateDir) return;
    prepareState(this.stateDir);
  }

  #command(
    name: keyof typeof config.tasks,
    args: readonly string[],
    env: Record<string, string>,
    program = Deno.execPath(),
    words: readonly string[] = [],
  ) {
    const [, ...flags] = config.tasks[name].split(" ");
    const own = program === Deno.execPath() ? [] : [Deno.execPath()];
    this.#prepare({ ...this.env, ...env });
    return new Deno.Command(program, {
      args: [...words, ...own, ...flags, ...args],
      cwd: root,
      env: { ...this.env, ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    });
  }
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
      retryBudgetMs,
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
