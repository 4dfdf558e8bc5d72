import process from "node:process";
import { createInterface } from "node:readline";
import { IntakeError } from "../errors.ts";

const minLength = 12;
const backspace = 0x7f;
const enter = new Set([0x0a, 0x0d]);
const interrupts = new Set([0x03, 0x04]);

/**
 * Reads a password: on a terminal twice and without showing it, otherwise from the first line of
 * standard input. Throws IntakeError USAGE if it is too short or the two entries differ.
 */
export async function readPassword(ask: (text: string) => void): Promise<string> {
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
