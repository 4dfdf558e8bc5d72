import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import config from "../../deno.json" with { type: "json" };
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const ctrlC = "\x03";
const longestMs = 120_000;

/** A command on a terminal of 60 columns, as a person uses it. */
class OnTerminal implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #keys: WritableStreamDefaultWriter<Uint8Array>;
  readonly #reading: Promise<void>;
  #shown = "";

  constructor(intake: IntakeUnderTest, name: keyof typeof config.tasks, args: string) {
    const line = config.tasks[name].command.replace(/^deno/, Deno.execPath());
    this.#child = new Deno.Command("script", {
      args: ["-qfec", `stty cols 60 rows 40; exec ${line} ${args}`, "/dev/null"],
      cwd: root,
      env: { NO_COLOR: "", ...intake.env, LOG: "auto", TERM: "xterm", SHELL: "/bin/sh" },
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#keys = this.#child.stdin.getWriter();
    this.#reading = this.#read();
  }

  async #read(): Promise<void> {
    for await (const text of this.#child.stdout.pipeThrough(new TextDecoderStream())) {
      this.#shown += text;
    }
  }

  /** The lines on the terminal, without escape sequences; bars return to the first column. */
  get lines(): string[] {
    const text = this.#shown.replaceAll("\x1b[1G", "\n").replaceAll("\x1b[0G", "\n");
    return stripVTControlCharacters(text).split(/[\r\n]+/);
  }

  /** Everything that was shown, including escape sequences. */
  get raw(): string {
    return this.#shown;
  }

  async press(key: string): Promise<void> {
    await this.#keys.write(new TextEncoder().encode(key));
  }

  /** Waits until words are shown, in one line or several. */
  async until(words: RegExp): Promise<void> {
    const end = Date.now() + longestMs;
    while (!words.test(this.lines.join(" ").replaceAll(/\s+/g, " "))) {
      if (Date.now() > end) throw new Error(`not shown: ${words}\n${this.lines.join("\n")}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async code(): Promise<number> {
    const { code } = await this.#child.status;
    await this.#reading;
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // it has ended
    }
    await this.#keys.close().catch(() => {});
    await this.code();
  }
}

const ignore = missingTools("script", "stty");

Deno.test({
  name: "watch explains Ctrl-C on a terminal: the first one lets jobs end, the second one quits",
  ignore,
  async fn() {
    using directory = tempDir();
    const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", WORKERS: "1" });
    await using watch = new OnTerminal(intake, "watch", "");
    await watch.until(/Press Ctrl-C to stop: no new job starts, running jobs have 30 s to end/);
    await watch.until(/inbox\.found/);
    dropStudy(intake.inbox, "ST-1", 1, 3000);
    await watch.until(/B-\w+ .*\d+\/3000 files/);
    await watch.press(ctrlC);
    await watch.until(/stop\.requested .*Press Ctrl-C again to requeue them and quit/);
    const before = performance.now();
    await watch.press(ctrlC);
    assert.equal(await watch.code(), 0);
    assert.ok(performance.now() - before < 10_000, "long before GRACE has passed");
    for (const line of watch.lines) assert.ok(line.length <= 60, `${line.length}: ${line}`);
    assert.ok(watch.raw.includes("\x1b[36mINFO\x1b[39m"), "levels have colours");
    const database = await intake.database();
    const rows = await database.sql`select status, stage from batch`;
    assert.deepEqual({ ...rows[0] }, { status: "NEW", stage: "waiting" }, "it is requeued");
    await database.close();
  },
});

Deno.test({
  name:
    "tables and help of commands fit a terminal of 60 columns, with colours unless NO_COLOR is set",
  ignore,
  async fn() {
    using directory = tempDir();
    const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
    Deno.writeTextFileSync(`${dropStudy(intake.inbox, "ST-1", 1, 2)}/report.txt`, "a note");
    assert.equal((await intake.run("queue")).code, 0);
    const shownBy = async (name: keyof typeof config.tasks, args = ""): Promise<OnTerminal> => {
      await using command = new OnTerminal(intake, name, args);
      await command.code();
      for (const line of command.lines) assert.ok(line.length <= 60, `${name}: ${line}`);
      return command;
    };
    const errors = await shownBy("errors");
    assert.match(errors.lines.join("\n"), /NOT_DICOM/);
    const status = await shownBy("status");
    const done = "\x1b[32mDONE\x1b[39m";
    assert.ok(status.raw.includes(done));
    await shownBy("project", "show");
    await shownBy("explain", "--example");
    await shownBy("acknowledge", "ST-1 --note known");
    await shownBy("watch", "--help");
    await shownBy("status", "--no-such-flag-that-is-very-long-and-does-not-fit-one-line");
    intake.env["NO_COLOR"] = "1";
    const plain = await shownBy("status");
    assert.ok(plain.raw.includes("DONE") && !plain.raw.includes(done));
    intake.env["NO_COLOR"] = "";
    const piped = await intake.run("status");
    assert.ok(piped.stdout.includes("DONE") && !piped.stdout.includes("\x1b"));
  },
});
