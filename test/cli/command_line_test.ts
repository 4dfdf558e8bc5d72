import assert from "node:assert/strict";
import { z } from "zod";
import { flag } from "../../src/cli/command.ts";
import { type CommandLine, optionsOf, readCommandLine } from "../../src/cli/command_line.ts";
import { type Settings, settingsSchema } from "../../src/cli/settings.ts";
import { IntakeError } from "../../src/model/errors.ts";

const command = {
  name: "queue",
  settings: ["dataBase", "concurrency", "settle", "minFree", "databaseUrl"] as const,
  flags: { follow: flag(z.boolean().default(false), "follow", "keep running") },
};

type Line = CommandLine<
  Pick<Settings, typeof command.settings[number]>,
  { follow: boolean }
>;

function read(args: string[], env: Record<string, string> = {}): Line {
  return readCommandLine(args, (name) => env[name], command);
}

function fault(args: string[], env: Record<string, string> = {}): IntakeError {
  try {
    read(args, env);
  } catch (error) {
    if (error instanceof IntakeError) return error;
  }
  throw new assert.AssertionError({ message: "no IntakeError was thrown" });
}

Deno.test("a flag wins over the environment, the environment over the default", () => {
  const env = { CONCURRENCY: "7", DATA_BASE: "/env" };
  const line = read(["--data-base", "/flag", "--settle=90s"], env);
  assert.deepEqual(line.settings, {
    dataBase: "/flag",
    concurrency: 7,
    settle: 90,
    minFree: 1_000_000_000,
    databaseUrl: undefined,
  });
  assert.deepEqual([...line.givenAsFlag], ["dataBase", "settle"]);
});

Deno.test("an empty environment variable counts as not set", () => {
  assert.equal(read([], { CONCURRENCY: "" }).settings.concurrency, 4);
});

Deno.test("an unknown flag is refused, with the one that was probably intended", () => {
  const { code, message, exitCode } = fault(["--folow"]);
  assert.deepEqual([code, exitCode], ["USAGE", 2]);
  assert.match(message, /unknown flag --folow, did you mean --follow\?/);
});

Deno.test("every fault is reported at once, naming variable and flag", () => {
  const { code, message } = fault(["--min-free", "lots"], { CONCURRENCY: "0", SETTLE: "soon" });
  assert.equal(code, "SETTINGS");
  assert.match(message, /CONCURRENCY \(--concurrency\) is below 1/);
  assert.match(message, /SETTLE \(--settle\) is not a duration/);
  assert.match(message, /MIN_FREE \(--min-free\) is not a size/);
});

Deno.test("a flag without its value, a value for a switch, a stray word are refused", () => {
  assert.match(fault(["--data-base"]).message, /--data-base needs a value/);
  assert.match(fault(["--data-base", "--follow"]).message, /--data-base needs a value/);
  assert.match(fault(["--follow=yes"]).message, /--follow takes no value/);
  assert.match(fault(["stray"]).message, /takes no argument "stray"/);
});

Deno.test("a bad DATABASE_URL is never repeated in the message, because it contains a password", () => {
  const { message } = fault([], { DATABASE_URL: "mysql://user:hunter2@host/db" });
  assert.doesNotMatch(message, /hunter2/);
});

Deno.test("every setting has a flag and a variable of its own, and a line of help", () => {
  const metas = optionsOf(settingsSchema.shape).map(({ meta }) => meta);
  assert.equal(new Set(metas.map(({ env }) => env)).size, metas.length);
  assert.equal(new Set(metas.map(({ flag }) => flag)).size, metas.length);
  assert.ok(metas.every(({ help }) => help.length > 10));
});

Deno.test("a flag of a command hides that of a setting with the same name, which is a variable only", () => {
  const screen = {
    name: "screen",
    settings: ["text"] as const,
    flags: { text: flag(z.boolean().default(false), "text", "find text") },
  };
  const line = readCommandLine(["--text"], (name) => name === "TEXT" ? "all" : undefined, screen);
  assert.deepEqual([line.settings.text, line.flags.text], ["all", true]);
  assert.equal(readCommandLine(["--text"], () => undefined, screen).settings.text, "risk");
});
