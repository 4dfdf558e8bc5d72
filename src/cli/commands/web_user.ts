import { randomBytes } from "node:crypto";
import process from "node:process";
import { createInterface } from "node:readline";
import { z } from "zod";
import { IntakeError } from "../../model/errors.ts";
import { exists } from "../../system/paths.ts";
import { writeAll } from "../../system/write_and_sync.ts";
import {
  type Account,
  formatAccounts,
  hashPassword,
  hashToken,
  isAccountName,
} from "../../web/security/accounts.ts";
import { roles } from "../../web/view.ts";
import { defineCommand, flag, sourceOperand } from "../command.ts";
import { readAccounts } from "../web_credentials.ts";

/** `web-user`: manages the accounts and tokens of the web page and the API. */
export const webUser = defineCommand({
  name: "web-user",
  summary: "Create, change or remove an account or a token of the web page and the API.",
  operands: "<name>",
  examples: [
    [
      "web-user alice --role operator",
      "creates an account and asks for its password",
    ],
    [
      "web-user prometheus --token",
      "prints a token for a program, once",
    ],
  ],
  settings: ["webUsers"],
  flags: {
    role: flag(
      z.enum(roles, `is not ${roles.join(" or ")}`).default("reader"),
      "role",
      "reader: can only view; operator: can also retry and acknowledge Batches; " +
        "administrator: can also see the accounts; reviewer: can view, see originals that wait " +
        "for a person, and decide about them",
      "name",
    ),
    token: flag(
      z.boolean().default(false),
      "token",
      "create a bearer token and print it; it cannot be shown again",
    ),
    remove: flag(z.boolean().default(false), "remove", "remove the account or token"),
  },
  async run({ settings, flags, operands }, { stdout, stderr }): Promise<number> {
    const name = sourceOperand(operands, "web-user");
    const file = settings.webUsers;
    if (file === undefined) {
      throw new IntakeError(
        "SETTINGS",
        "WEB_USERS is not set",
        "set WEB_USERS to the file that contains the accounts",
      );
    }
    if (!isAccountName(name)) {
      throw new IntakeError(
        "USAGE",
        "the name contains characters other than letters, digits and ._@-",
        "choose another name",
      );
    }
    const kind = flags.token ? "token" : "user";
    const accounts = exists(file) ? readAccounts(file) : [];
    const others = accounts.filter((each) => each.kind !== kind || each.name !== name);
    if (flags.remove) {
      write(file, others);
      stdout(
        accounts.length > others.length ? `${name} was removed\n` : `${name} does not exist\n`,
      );
      return 0;
    }
    const token = `di_${randomBytes(32).toString("base64url")}`;
    const hash = flags.token ? hashToken(token) : await hashPassword(await readPassword(stderr));
    write(file, [...others, { kind, name, role: flags.role, hash }]);
    stdout(flags.token ? `${token}\n` : `${name} can log in with the role ${flags.role}\n`);
    return 0;
  },
});

/** Replaces the file atomically; other users cannot read it. */
function write(path: string, accounts: readonly Account[]): void {
  const unfinished = `${path}.tmp${Deno.pid}`;
  try {
    using file = Deno.openSync(unfinished, { write: true, createNew: true, mode: 0o600 });
    writeAll(file, new TextEncoder().encode(formatAccounts(accounts)));
    file.syncSync();
    Deno.renameSync(unfinished, path);
  } catch (error) {
    throw new IntakeError(
      "SETTINGS",
      `WEB_USERS ${path} cannot be written (${error instanceof Error ? error.name : "unknown"})`,
      "use a file in a directory that this user may write to",
      { cause: error },
    );
  }
}

const minLength = 12;
const backspace = 0x7f;
const enter = new Set([0x0a, 0x0d]);
const interrupts = new Set([0x03, 0x04]);

/**
 * Reads a password: on a terminal twice and without showing it, otherwise from the first line of
 * standard input. Throws IntakeError USAGE if it is too short or the two entries differ.
 */
async function readPassword(ask: (text: string) => void): Promise<string> {
  const password = Deno.stdin.isTerminal() ? askTwice(ask) : await firstLine();
  if (password.length >= minLength) return password;
  throw new IntakeError(
    "USAGE",
    `the password has fewer than ${minLength} characters`,
    "use a longer password, for example four random words",
  );
}

function askTwice(ask: (text: string) => void): string {
  ask("Password: ");
  const password = readHidden();
  ask("\nRepeat password: ");
  const again = readHidden();
  ask("\n");
  if (password === again) return password;
  throw new IntakeError("USAGE", "the two passwords differ", "run the command again");
}

function readHidden(): string {
  const bytes: number[] = [];
  const byte = new Uint8Array(1);
  Deno.stdin.setRaw(true);
  try {
    while (Deno.stdin.readSync(byte) === 1 && !enter.has(byte[0] ?? 0)) {
      const [value = 0] = byte;
      if (interrupts.has(value)) {
        throw new IntakeError("USAGE", "no password was entered", "run the command again");
      }
      if (value === backspace) bytes.pop();
      else bytes.push(value);
    }
    return new TextDecoder().decode(Uint8Array.from(bytes));
  } finally {
    Deno.stdin.setRaw(false);
  }
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) return line;
  return "";
}
