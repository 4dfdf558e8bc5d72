import { join } from "node:path";
import { IntakeError } from "../errors.ts";

/**
 * Copies an original that may not leave to `<directory>/<Batch code>/<file number>.dcm`, for a
 * person to look at; it identifies its patient. A job that is done again copies it again. Throws
 * IntakeError OUTPUT_UNWRITABLE.
 */
export function quarantine(
  source: string,
  directory: string,
  code: string,
  fileNumber: number,
): void {
  const folder = join(directory, code);
  try {
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    Deno.copyFileSync(source, join(folder, `${fileNumber}.dcm`));
  } catch (error) {
    throw new IntakeError(
      "OUTPUT_UNWRITABLE",
      `the quarantine cannot be written (${error instanceof Error ? error.name : "unknown"})`,
      "make room at QUARANTINE, or give the right to write to it; work resumes by itself",
      { cause: error },
    );
  }
}
