import { DeliveryError } from "./destination.ts";

/** In addition to the time limit for the answer, a request may take one second per megabyte. */
const bytesPerMs = 1000;
const maxAnswerLength = 4 << 20;

/** The time limit for a request of `bytes` bytes, in milliseconds. */
export function timeLimitMs(answerMs: number, bytes: number): number {
  return answerMs + bytes / bytesPerMs;
}

/**
 * Sends a request and reads the answer, with limited time and memory. Throws the signal's reason,
 * or a DeliveryError that is not final if there was no answer.
 */
export async function requestOf(
  { signal, answerMs, bytes }: {
    readonly signal: AbortSignal;
    readonly answerMs: number;
    readonly bytes: number;
  },
  request: (signal: AbortSignal) => Promise<Response>,
): Promise<{ response: Response; text: string }> {
  const limit = AbortSignal.timeout(timeLimitMs(answerMs, bytes));
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
    if (text.length > maxAnswerLength) throw new DeliveryError(false, "its answer is too long");
  }
  return text + decoder.decode();
}

/**
 * `Retry-After` in milliseconds; the header has seconds or a date (RFC 9110 10.2.3). 0 if absent.
 */
export function retryAfterMs(headers: Headers, nowMs: number = Date.now()): number {
  const value = headers.get("retry-after") ?? "";
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? 0 : Math.max(0, at - nowMs);
}

/** The target could not be reached, or the connection ended before the answer. */
export const connectionLost = "the connection failed or was lost";
/** The target closed the connection before it answered. */
export const endedWithoutAnswer = "the connection ended without an answer";
/** The target did not answer within the time limit. */
export const noAnswerInTime = "no answer in time";

/** Messages of Deno about connections, and what they mean. */
const faults: readonly (readonly [pattern: RegExp, meaning: string])[] = [
  [/peer certificate/, "the server's certificate is not trusted"],
  [/dns error|ENOTFOUND|EAI_AGAIN/, "the host name cannot be resolved"],
  [/InvalidContentType/, "the server does not speak TLS"],
  [/[Cc]onnection refused|ECONNREFUSED/, "the connection was refused"],
];

/**
 * Why a connection failed. The error's own message is not repeated, since it may contain any text.
 */
export function connectionFault(error: unknown): string {
  if (!(error instanceof Error)) return connectionLost;
  if (error.name === "TimeoutError") return noAnswerInTime;
  const text = `${error.message} ${error.cause instanceof Error ? error.cause.message : ""}`;
  const [, meaning] = faults.find(([pattern]) => pattern.test(text)) ?? [];
  return meaning ?? connectionLost;
}
