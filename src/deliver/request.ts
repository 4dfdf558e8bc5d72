import { DeliveryError, TargetDownError } from "./destination.ts";

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
    throw attemptFailed(connectionFault(error), { cause: error });
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

/** Why an attempt failed. With a code, the target accepts nothing at present. */
export interface AttemptFault {
  readonly reason: string;
  readonly code?: TargetDownError["attemptCode"];
}

/** The target could not be reached, or the connection ended before the answer. */
export const connectionLost: AttemptFault = { reason: "the connection failed or was lost" };
/** The target closed the connection before it answered. */
export const endedWithoutAnswer: AttemptFault = {
  reason: "the connection ended without an answer",
};
/** The target did not answer within the time limit. */
export const noAnswerInTime: AttemptFault = { reason: "no answer in time" };

/** Messages of Deno when a target accepts no request at all, and what they mean. */
const unreachable: readonly (readonly [pattern: RegExp, meaning: string])[] = [
  [/peer certificate/, "the server's certificate is not trusted"],
  [/dns error|ENOTFOUND|EAI_AGAIN/, "the host name cannot be resolved"],
  [/InvalidContentType/, "the server does not speak TLS"],
  [/[Cc]onnection refused|ECONNREFUSED/, "the connection was refused"],
];

/** The error for an attempt that may succeed later. */
export function attemptFailed(
  { reason, code }: AttemptFault,
  options?: ErrorOptions,
): DeliveryError {
  return code
    ? new TargetDownError(code, reason, options)
    : new DeliveryError(false, reason, 0, options);
}

/**
 * Why a connection failed. The error's own message is not repeated, since it may contain any text.
 */
export function connectionFault(error: unknown): AttemptFault {
  if (!(error instanceof Error)) return connectionLost;
  if (error.name === "TimeoutError") return noAnswerInTime;
  const text = `${error.message} ${error.cause instanceof Error ? error.cause.message : ""}`;
  const [, reason] = unreachable.find(([pattern]) => pattern.test(text)) ?? [];
  return reason === undefined ? connectionLost : { reason, code: "TARGET_DOWN" };
}
