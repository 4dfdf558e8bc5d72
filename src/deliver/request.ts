import { DeliveryError } from "./destination.ts";

/** A request may take this long, and a second more for each megabyte. */
const patienceMs = 60_000;
const bytesPerMs = 1000;

/**
 * Runs a request and reads its answer, in bounded time. What is no answer at all may be one at
 * the next try. Throws DeliveryError, or the signal's reason.
 */
export async function requestOf(
  signal: AbortSignal,
  bytes: number,
  request: (signal: AbortSignal) => Promise<Response>,
): Promise<{ response: Response; text: string }> {
  const limit = AbortSignal.timeout(patienceMs + bytes / bytesPerMs);
  try {
    const response = await request(AbortSignal.any([signal, limit]));
    return { response, text: await response.text() };
  } catch (error) {
    signal.throwIfAborted();
    const name = error instanceof Error ? error.name : "unknown";
    const why = name === "TimeoutError" ? "no answer in time" : "no connection, or one that broke";
    throw new DeliveryError(false, why, 0, { cause: error });
  }
}
