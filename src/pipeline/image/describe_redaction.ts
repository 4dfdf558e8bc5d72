import type { Redaction } from "./screen_and_redact.ts";

/** How the pixels of an image are redacted, for people. */
export function describeRedaction(redaction: Redaction): string {
  if ("encode" in redaction && redaction.edits === "coefficients") {
    return "blocks of JPEG become black, all others stay the same, and each frame is verified";
  }
  return "encode" in redaction || "pixels" in redaction
    ? "each frame is decoded, redacted, encoded again without loss, and verified"
    : "samples are overwritten, and the copy is verified";
}
