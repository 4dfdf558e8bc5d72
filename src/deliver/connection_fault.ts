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
