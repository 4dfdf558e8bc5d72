import { connectionFault } from "./connection_fault.ts";
import { DeliveryError } from "./destination.ts";

/** Besides the time to answer, a request may take a second for each megabyte. */
const bytesPerMs = 1000;
const longestAnswer = 4 << 20;

/** How long a request of so many bytes may take, in milliseconds. */
export function answerTime(answerMs: number, bytes: number): number {
  return answerMs + bytes / bytesPerMs;
}

/**
 * Runs a request and reads its answer, in bounded time and memory. What is no answer at all may be
 * one at the next try. Throws DeliveryError, or the signal's reason.
 */
export async function requestOf(
  { signal, answerMs, bytes }: {
    readonly signal: AbortSignal;
    readonly answerMs: number;
    readonly bytes: number;
  },
  request: (signal: AbortSignal) => Promise<Response>,
): Promise<{ response: Response; text: string }> {
  const limit = AbortSignal.timeout(answerTime(answerMs, bytes));
  try {
    const response = await request(AbortSignal.any([signal, limit]));
    return { response, text: await readText(response) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DeliveryError) throw error;
    throw new DeliveryError(false, connectionFault(error), 0, { cause: error });
  }
}

async function readText({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of body ?? []) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > longestAnswer) throw new DeliveryError(false, "the answer is too long");
  }
  return text + decoder.decode();
}

/** `Retry-After` of an answer, in milliseconds: seconds, or a time of day (RFC 9110 10.2.3). */
export function retryAfterMs(headers: Headers, nowMs: number = Date.now()): number {
  const value = headers.get("retry-after") ?? "";
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? 0 : Math.max(0, at - nowMs);
}
