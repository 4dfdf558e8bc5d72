import { join } from "node:path";
import { fileCall } from "../system/file_call.ts";
import type { ReadableFile } from "../system/readable_file.ts";
import { outputUnwritable } from "../system/system_code.ts";
import { writeAll } from "../system/write_and_sync.ts";

/**
 * Copies the original of a held image to `<directory>/<Batch code>/<file number>.dcm` for review.
 * The copy identifies the patient. It is read through `buffer` from the open file that was
 * screened, even if another file has its path now. A repeated job overwrites the copy. Throws
 * IntakeError OUTPUT_UNWRITABLE.
 */
export function quarantine(
  source: Pick<ReadableFile, "readSync" | "seekSync">,
  directory: string,
  code: string,
  fileNumber: number,
  buffer: Uint8Array,
): void {
  const folder = join(directory, code);
  const copyAll = (): void => {
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    using copy = Deno.openSync(join(folder, `${fileNumber}.dcm`), {
      create: true,
      truncate: true,
      write: true,
      mode: 0o600,
    });
    source.seekSync(0, Deno.SeekMode.Start);
    for (let size = source.readSync(buffer); size !== null; size = source.readSync(buffer)) {
      writeAll(copy, buffer.subarray(0, size));
    }
    copy.syncDataSync();
  };
  try {
    fileCall(copyAll);
  } catch (error) {
    throw outputUnwritable(error, { place: "QUARANTINE" });
  }
}
