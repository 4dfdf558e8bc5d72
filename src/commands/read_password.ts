import process from "node:process";
import { createInterface } from "node:readline";
import { IntakeError } from "../errors.ts";

const shortest = 12;
const backspace = 0x7f;
const enter = new Set([0x0a, 0x0d]);
const interrupts = new Set([0x03, 0x04]);

/**
 * Reads a password: on a terminal without showing it, twice; else the first line of standard
 * input. Throws IntakeError USAGE when it is short, or is not the same twice.
 */
export async function readPassword(ask: (text: string) => void): Promise<string> {
  const password = Deno.stdin.isTerminal() ? askTwice(ask) : await firstLine();
  if (password.length >= shortest) return password;
  throw new IntakeError(
    "USAGE",
    `the password has fewer than ${shortest} characters`,
    "a sentence of four words is good",
  );
}

function askTwice(ask: (text: string) => void): string {
  ask("Password: ");
  const password = readHidden();
  ask("\nAgain: ");
  const again = readHidden();
  ask("\n");
  if (password === again) return password;
  throw new IntakeError("USAGE", "the two passwords differ", "try again");
}

function readHidden(): string {
  const bytes: number[] = [];
  const byte = new Uint8Array(1);
  Deno.stdin.setRaw(true);
  try {
    while (Deno.stdin.readSync(byte) === 1 && !enter.has(byte[0] ?? 0)) {
      const [value = 0] = byte;
      if (interrupts.has(value)) {
        throw new IntakeError("USAGE", "no password was given", "try again");
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
