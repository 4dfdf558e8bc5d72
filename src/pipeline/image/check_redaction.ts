import type { Held } from "../../screen/screen_image.ts";
import { readWritten } from "./read_written.ts";
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
    const reason = redaction.compare(readWritten(written));
    if (reason === undefined) return undefined;
    written.remove();
    return heldFor(screening, reason);
  } catch (error) {
    written.remove();
    throw error;
  }
}
