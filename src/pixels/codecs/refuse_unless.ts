import type { FrameShape } from "../frames/frame_shape.ts";
import { type StreamFacts, streamFacts } from "./stream_facts.ts";

/** The reason why a stream with loss is refused. */
export const irreversible = "its compression is not reversible";

/**
 * Returns the reason why a stream is refused: it must be what the header says before it is decoded,
 * and reversible.
 */
export function refuseUnless(
  kind: StreamFacts["kind"],
): (stream: Uint8Array, shape: FrameShape) => string | undefined {
  return (stream, { rows, columns, samples, bytesPerSample, bitsStored, isSigned }) => {
    const facts = streamFacts(stream);
    if (facts?.kind !== kind) return "a frame is not compressed as its transfer syntax says";
    const isAlike = facts.rows === rows && facts.columns === columns &&
      facts.components === samples;
    if (!isAlike) return "a frame does not have its rows, columns and samples";
    if (facts.precision > 8 * bytesPerSample || facts.precision < bitsStored) {
      return "the precision of a frame does not agree with its bits stored";
    }
    const hasSign = kind === "jpeg 2000" || kind === "htj2k";
    if (hasSign && facts.isSigned !== isSigned) {
      return "the sign of a frame does not agree with its pixel representation";
    }
    return facts.isReversible ? undefined : irreversible;
  };
}
