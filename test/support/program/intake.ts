import { fileURLToPath } from "node:url";
import config from "../../../deno.json" with { type: "json" };
import { type Database, openDatabase } from "../../../src/database/open_database.ts";
import { prepareState } from "../database/prepared_state.ts";
import { type Ended, RunningIntake } from "./running_intake.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

const longestRunMs = 15 * 60_000;

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

  /** Runs a command to its end. Throws after 15 minutes: a test that hangs shows no message. */
  async run(name: keyof typeof config.tasks, ...args: string[]): Promise<Ended> {
    const child = this.#command(name, args, {}).spawn();
    const limit = setTimeout(() => child.kill("SIGKILL"), longestRunMs);
    const { code, signal, ...output } = await child.output();
    clearTimeout(limit);
    const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
    const [stdout, stderr] = [decode(output.stdout), decode(output.stderr)];
    if (signal !== "SIGKILL") return { code, stdout, stderr };
    throw new Error(`${name} was killed, perhaps after ${longestRunMs / 60_000} min: ${stderr}`);
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
    const [, ...flags] = config.tasks[name].command.split(" ");
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
