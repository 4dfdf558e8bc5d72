import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";

/** A proxy that lets a share of the requests fail, in the ways that networks and servers do. */
export interface FaultyProxy extends AsyncDisposable {
  readonly host: string;
  /** How many requests failed, by kind. */
  readonly faults: ReadonlyMap<string, number>;
  /** Requests that reached the server. */
  readonly passed: () => number;
}

const kinds = ["500", "503", "429", "reset before", "reset after", "truncated"] as const;

export async function faultyProxy(
  target: string,
  random: (below: number) => number,
  percent: number,
): Promise<FaultyProxy> {
  const faults = new Map<string, number>();
  let passed = 0;
  const forward = async (request: IncomingMessage): Promise<[Response, Uint8Array]> => {
    const { method = "GET", url = "/", headers } = request;
    passed++;
    const response = await fetch(`http://${target}${url}`, {
      method,
      headers: {
        "content-type": headers["content-type"] ?? "",
        authorization: headers.authorization ?? "",
        accept: headers.accept ?? "",
      },
      body: ReadableStream.from(Readable.from(request)),
    });
    return [response, new Uint8Array(await response.arrayBuffer())];
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const kind = random(100) < percent ? kinds[random(kinds.length)] : undefined;
    if (kind !== undefined) faults.set(kind, (faults.get(kind) ?? 0) + 1);
    if (kind === "reset before") return void request.socket.destroy();
    if (kind === "500" || kind === "503" || kind === "429") {
      request.resume();
      response.writeHead(Number(kind), { "retry-after": "0" }).end("out of order");
      return;
    }
    const [{ status, headers }, body] = await forward(request);
    if (kind === "reset after") return void request.socket.destroy();
    const sent = kind === "truncated" ? body.subarray(0, body.length / 2) : body;
    response.writeHead(status, { "content-type": headers.get("content-type") ?? "" }).end(sent);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("it has a port");
  return {
    host: `127.0.0.1:${address.port}`,
    faults,
    passed: () => passed,
    async [Symbol.asyncDispose](): Promise<void> {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}
