import { IntakeError } from "../model/errors.ts";
import { systemCode } from "./system_code.ts";
import { writeAll } from "./write_and_sync.ts";

/** The reader of standard output has ended (`| head`); this is not an error. */
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
    if (error instanceof Deno.errors.BrokenPipe) {
      throw new ReaderGoneError("the reader of standard output has ended");
    }
    throw new IntakeError(
      "STDOUT_UNWRITABLE",
      `standard output cannot be written (${systemCode(error)})`,
      "free space on its disk, or redirect the output to another place",
      { cause: error },
    );
  }
}
