import { imageFacts } from "../../dicom/read/image_facts.ts";
import { readHeader } from "../../dicom/read/read_header.ts";
import type { WrittenBytes } from "../../output/staged_file.ts";
import type { Held } from "../../screen/screen_image.ts";
import type { ReadableFile } from "../../system/readable_file.ts";
import { heldFor, type ReleasedImage } from "./screen_and_redact.ts";
import type { WrittenImage } from "./write_image.ts";

/**
 * Reads a written image back if its native pixels were redacted, and compares it with its source.
 * If it is not proved that only the areas changed, the file is removed and the image is held back.
 * Compressed frames were verified when they were encoded. Throws SkippedFileError.
 */
export function checkRedaction(
  { redaction, screening }: ReleasedImage,
  written: WrittenImage,
): Held | undefined {
  if (!redaction || !("edit" in redaction)) return undefined;
  try {
    const header = readHeader(readable(written.reread()));
    const reason = redaction.compare({ header, facts: imageFacts(header) });
    if (reason === undefined) return undefined;
    written.remove();
    return heldFor(screening, reason);
  } catch (error) {
    written.remove();
    throw error;
  }
}

function readable(
  { size, readAt }: WrittenBytes,
): Pick<ReadableFile, "readSync" | "seekSync" | "statSync"> {
  let position = 0;
  return {
    readSync(buffer): number | null {
      const read = readAt(buffer, position);
      position += read;
      return read === 0 && buffer.length > 0 ? null : read;
    },
    seekSync: (offset) => position = offset,
    statSync: () => ({ isFile: true, size, dev: 0, ino: 0 }),
  };
}
