import type { Redaction } from "./screen_and_redact.ts";

/** How the pixels of an image are redacted, for people. */
export function describeRedaction(redaction: Redaction): string {
  return "how" in redaction ? redaction.how : "samples are overwritten, and the copy is verified";
}
