import { Buffer } from "node:buffer";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type LoopbackServer, loopbackServer } from "./loopback_server.ts";

/** A proxy that lets a share of the requests fail, in the ways that networks and servers do. */
export interface FaultyProxy extends LoopbackServer {
  /** How many requests failed, by kind. */
  readonly faults: ReadonlyMap<string, number>;
  /** Requests that bring something, and reached the server. */
  readonly passed: () => number;
}

const kinds = [
  "500",
  "503",
  "429",
  "reset before",
  "reset after",
  "truncated",
  "stalled",
];
type Fault = typeof kinds[number];
type Faults = (incoming: IncomingMessage) => Fault | undefined;

/** Faults of all kinds, in so many of a hundred requests. */
export function someFaults(random: (below: number) => number, percent: number): Faults {
  return () => random(100) < percent ? kinds[random(kinds.length)] : undefined;
}

export async function faultyProxy(target: string, faultOf: Faults): Promise<FaultyProxy> {
  const faults = new Map<string, number>();
  let passed = 0;
  const forward = async (incoming: IncomingMessage): Promise<[IncomingMessage, Uint8Array]> => {
    const { method, url } = incoming;
    const { "accept-encoding": _, ...headers } = incoming.headers; // answers are cut as they are
    if (method !== "GET") passed++;
    const answered = Promise.withResolvers<IncomingMessage>();
    const outgoing = request(`http://${target}${url}`, { method, headers }, answered.resolve);
    outgoing.on("error", answered.reject);
    incoming.pipe(outgoing);
    const answer = await answered.promise;
    return [answer, Buffer.concat(await Array.fromAsync(answer))];
  };
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const kind = faultOf(incoming);
    if (kind !== undefined) faults.set(kind, (faults.get(kind) ?? 0) + 1);
    if (kind === "reset before") return void incoming.socket.destroy();
    if (kind === "500" || kind === "503" || kind === "429") {
      incoming.resume();
      response.writeHead(Number(kind), { "retry-after": "0" }).end("out of order");
      return;
    }
    const [{ statusCode = 500, headers }, body] = await forward(incoming);
    if (kind === "reset after") return void incoming.socket.destroy();
    if (kind === "stalled") return; // the answer never comes
    const sent = kind === "truncated" ? body.subarray(0, body.length / 2) : body;
    if (incoming.method !== "HEAD") headers["content-length"] = String(sent.length);
    delete headers["transfer-encoding"];
    response.writeHead(statusCode, headers).end(sent);
  };
  const server = createServer((incoming, response) => {
    answer(incoming, response).catch(() => incoming.socket.destroy());
  });
  return { ...await loopbackServer(server), faults, passed: () => passed };
}
