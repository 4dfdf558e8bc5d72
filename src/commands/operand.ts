import { IntakeError } from "../errors.ts";
import { openWithoutWaiting, type ReadableFile } from "../readable_file.ts";

/** The one path a command is given. Throws IntakeError USAGE. */
export function sourceOperand(words: readonly string[], command: string): string {
  const [path, ...more] = words;
  if (path && more.length === 0) return path;
  throw new IntakeError(
    "USAGE",
    `${command} takes one path`,
    `see dicom-intake ${command} --help`,
  );
}

/**
 * Opens a file named on the command line, through links, and without waiting for the writer of a
 * pipe. Throws IntakeError USAGE.
 */
export function openOperand(path: string): ReadableFile {
  return openable(path, () => openWithoutWaiting(Deno.realPathSync(path)));
}

/** Runs what reads a path of the command line. Throws IntakeError USAGE when it may not. */
export function openable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error) || !(error.name in Deno.errors)) throw error;
    throw new IntakeError(
      "USAGE",
      `${path} cannot be read (${error.name})`,
      "give a file or folder that is there and that this user may read",
      { cause: error },
    );
  }
}
