import type { Redaction } from "./screen_and_redact.ts";

/** How the pixels of an image are redacted, for people. */
export function describeRedaction(redaction: Redaction): string {
  return "encode" in redaction || "pixels" in redaction
    ? "each frame is decoded, redacted, encoded again without loss, and verified"
    : "samples are overwritten, and the copy is verified";
}
