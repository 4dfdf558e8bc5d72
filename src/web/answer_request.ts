import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";

/** The web page and the API as a function from request to response. */
export type FetchHandler = (
  request: Request,
  client: { readonly address?: string },
) => Promise<Response>;

interface AnswerOptions {
  readonly scheme: "http" | "https";
  readonly fetch: FetchHandler;
  readonly onFault: (error: unknown) => void;
}

/** Answers a request of a Node server with a fetch handler. Never rejects. */
export async function answerRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { scheme, fetch, onFault }: AnswerOptions,
): Promise<void> {
  outgoing.on("error", () => {}); // the client has disconnected
  try {
    const disconnected = new AbortController();
    outgoing.on("close", () => disconnected.abort());
    const request = requestOf(incoming, scheme, disconnected.signal);
    if (!request) {
      outgoing.writeHead(400, { Connection: "close" }).end();
      return;
    }
    const { remoteAddress } = incoming.socket;
    const client = remoteAddress === undefined ? {} : { address: remoteAddress };
    await send(await fetch(request, client), incoming, outgoing);
  } catch (error) {
    outgoing.destroy();
    if (!isDisconnect(error)) onFault(error);
  }
}

/** Converts a request; undefined if it is not valid. */
function requestOf(
  incoming: IncomingMessage,
  scheme: string,
  signal: AbortSignal,
): Request | undefined {
  const { method = "GET", url = "/", rawHeaders } = incoming;
  try {
    const headers = new Headers();
    for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
      headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
    }
    const hasBody = method !== "GET" && method !== "HEAD";
    const base = `${scheme}://${incoming.headers.host ?? "localhost"}`;
    return new Request(url.startsWith("/") ? `${base}${url}` : url, {
      method,
      headers,
      signal,
      ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array> } : {}),
    });
  } catch {
    return undefined;
  }
}

async function send(
  response: Response,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (outgoing.destroyed) { // the client has disconnected; Deno's pipeline() would throw
    await response.body?.cancel();
    return;
  }
  const headers: Record<string, string | string[]> = Object.fromEntries(response.headers);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers["set-cookie"] = cookies;
  // the unread rest of a request would be parsed as the next one
  if (!incoming.complete) headers["connection"] = "close";
  outgoing.writeHead(response.status, headers);
  if (response.body === null || incoming.method === "HEAD") {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  await pipeline(Readable.fromWeb(response.body as NodeReadableStream<Uint8Array>), outgoing);
}

/** Whether the client closed the connection before the response was complete. */
function isDisconnect(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ECONNRESET" || code === "EPIPE" ||
    code === "ERR_STREAM_DESTROYED";
}
