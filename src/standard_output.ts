import { IntakeError } from "./errors.ts";
import { systemCode } from "./system_code.ts";
import { writeAll } from "./write_all.ts";

/** Whoever read the output went away (`| head`): nobody wants the rest, and nothing is wrong. */
export class ReaderGoneError extends Error {
  override readonly name = "ReaderGoneError";
}

/** Writes text to standard output. Throws ReaderGoneError, or IntakeError STDOUT_UNWRITABLE. */
export function writeOutput(
  text: string,
  stream: { writeSync(bytes: Uint8Array): number } = Deno.stdout,
): void {
  try {
    writeAll(stream, new TextEncoder().encode(text));
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) throw new ReaderGoneError("nobody reads on");
    throw new IntakeError(
      "STDOUT_UNWRITABLE",
      `standard output cannot be written (${systemCode(error)})`,
      "make room where it goes to",
      { cause: error },
    );
  }
}
