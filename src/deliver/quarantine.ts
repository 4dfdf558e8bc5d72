import { join } from "node:path";
import { IntakeError } from "../errors.ts";
import type { ReadableFile } from "../readable_file.ts";
import { writeAll } from "../write_all.ts";

/**
 * Copies an original that may not leave to `<directory>/<Batch code>/<file number>.dcm`, for a
 * person to look at; it identifies its patient. What was screened is copied, through `buffer`,
 * whatever stands at its path now. A job that is done again copies it again. Throws IntakeError
 * OUTPUT_UNWRITABLE.
 */
export function quarantine(
  source: Pick<ReadableFile, "readSync" | "seekSync">,
  directory: string,
  code: string,
  fileNumber: number,
  buffer: Uint8Array,
): void {
  const folder = join(directory, code);
  try {
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    using copy = Deno.openSync(join(folder, `${fileNumber}.dcm`), {
      ...{ create: true, truncate: true, write: true, mode: 0o600 },
    });
    source.seekSync(0, Deno.SeekMode.Start);
    for (let size = source.readSync(buffer); size !== null; size = source.readSync(buffer)) {
      writeAll(copy, buffer.subarray(0, size));
    }
    copy.syncDataSync();
  } catch (error) {
    throw new IntakeError(
      "OUTPUT_UNWRITABLE",
      `the quarantine cannot be written (${error instanceof Error ? error.name : "unknown"})`,
      "make room at QUARANTINE, or give the right to write to it; work resumes by itself",
      { cause: error },
    );
  }
}
