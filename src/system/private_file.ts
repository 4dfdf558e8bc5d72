/** A file that other users may read, or that cannot be read; the message completes "the file …". */
export class PrivateFileError extends Error {
  override readonly name = "PrivateFileError";
}

/** Reads a file that only its owner may read. Throws PrivateFileError. */
export function readPrivateFile(path: string): string {
  try {
    const { mode } = Deno.statSync(path);
    if (Deno.build.os !== "windows" && ((mode ?? 0) & 0o077) !== 0) {
      throw new PrivateFileError("can be read by other users");
    }
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof PrivateFileError) throw error;
    throw new PrivateFileError("cannot be read", { cause: error });
  }
}
