/** What Deno says of connections, and what that means. */
const faults: readonly (readonly [said: RegExp, meaning: string])[] = [
  [/peer certificate/, "the server's certificate is not trusted"],
  [/dns error|ENOTFOUND|EAI_AGAIN/, "the host's name is not known"],
  [/InvalidContentType/, "the server does not speak TLS"],
  [/[Cc]onnection refused|ECONNREFUSED/, "the connection is refused"],
];

/** Why a connection failed, in words of our own: what an error says may hold anything. */
export function connectionFault(error: unknown): string {
  if (!(error instanceof Error)) return "no connection, or one that broke";
  if (error.name === "TimeoutError") return "no answer in time";
  const said = `${error.message} ${error.cause instanceof Error ? error.cause.message : ""}`;
  const [, meaning] = faults.find(([pattern]) => pattern.test(said)) ?? [];
  return meaning ?? "no connection, or one that broke";
}
