import { IntakeError } from "../errors.ts";
import { openWithoutWaiting, type ReadableFile } from "../readable_file.ts";

/** The single operand of a command. Throws IntakeError USAGE. */
export function sourceOperand(operands: readonly string[], command: string): string {
  const [path, ...more] = operands;
  if (path && more.length === 0) return path;
  throw new IntakeError(
    "USAGE",
    `${command} requires exactly one argument`,
    `see dicom-intake ${command} --help`,
  );
}

/**
 * Opens a file named on the command line. Follows links, and does not wait for the writer of a pipe.
 * Throws IntakeError USAGE.
 */
export function openOperand(path: string): ReadableFile {
  return openable(path, () => openWithoutWaiting(Deno.realPathSync(path)));
}

/** Runs `read`, which reads a path of the command line. Throws IntakeError USAGE if it fails. */
export function openable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error) || !(error.name in Deno.errors)) throw error;
    throw new IntakeError(
      "USAGE",
      `${path} cannot be read (${error.name})`,
      "use an existing file or folder that this user may read",
      { cause: error },
    );
  }
}
